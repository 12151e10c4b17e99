package dev.keyparity.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.bridge.SLF4JBridgeHandler;

class LoggingTest {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Logger log = LoggerFactory.getLogger(LoggingTest.class);

  /** The other tests' set-up comes back. */
  @AfterEach
  void restore() throws JoranException {
    SLF4JBridgeHandler.uninstall();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LoggingTest.class.getResource("/logback-test.xml"));
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void event_isOneLineWithItsFieldsSorted() {
    Logging.start(Logging.Verbosity.INFO, out);
    MDC.put("run", "8c1f");
    log.atInfo().addKeyValue("host", "kms1").log("backed {} files up", 7);
    MDC.remove("run");
    log.warn("plain");

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).matches(TIME + "INFO  \\[host=kms1 run=8c1f] backed 7 files up");
    assertThat(lines().get(1)).matches(TIME + "WARN  plain");
  }

  @Test
  void verbosity_isALimit() {
    Logging.start(Logging.Verbosity.WARN, out);
    log.info("quiet");
    log.error("loud");
    LoggerFactory.getLogger("io.grpc.x").info("frames");

    assertThat(lines()).singleElement().asString().endsWith("ERROR loud");
  }

  @Test
  void framesOfTheWire_areNotLoggedEvenAtDebug() {
    Logging.start(Logging.Verbosity.DEBUG, out);
    LoggerFactory.getLogger("io.grpc.netty").debug("frame");
    LoggerFactory.getLogger("io.netty.handler").debug("frame");
    log.debug("ours");

    assertThat(lines()).singleElement().asString().endsWith("DEBUG ours");
  }

  /** gRPC knows no other log. */
  @Test
  void platformLog_isPartOfOurs() {
    Logging.start(Logging.Verbosity.INFO, out);
    java.util.logging.Logger.getLogger("io.grpc.netty").warning("broken pipe");
    java.util.logging.Logger.getLogger("io.grpc.netty").info("epoll");

    assertThat(lines()).singleElement().asString().matches(TIME + "WARN  broken pipe");
  }

  /** A peer's words cannot make a line of their own. */
  @Test
  void controlCharacters_areEscaped() {
    Logging.start(Logging.Verbosity.INFO, out);
    log.atInfo()
        .addKeyValue("host", "kms1\n2026-11-24T00:00:00.000Z INFO  forged")
        .log("said {}", "a\r\nb\u001b[31m\u2028c");

    assertThat(lines())
        .singleElement()
        .asString()
        .contains("host=kms1\\u000a2026-11-24")
        .endsWith("said a\\u000d\\u000ab\\u001b[31m\\u2028c");
  }

  @Test
  void fault_isIndentedBelowItsLine() {
    Logging.start(Logging.Verbosity.INFO, out);
    log.error("failed", new IllegalStateException("two\nlines"));

    assertThat(lines().get(0)).endsWith("ERROR failed");
    assertThat(lines().get(1)).isEqualTo("    java.lang.IllegalStateException: two");
    assertThat(lines()).allSatisfy(line -> assertThat(line).matches("(\\d{4}-| {4}).*"));
  }
}

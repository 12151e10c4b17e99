package dev.keyparity.daemon.lifecycle;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets up the process's log, in code: no file to find, none to get wrong, and no XML reader in
 * memory. Call it first in a {@code …Main}.
 */
public final class Logging {
  private Logging() {}

  /** What a process logs. The names are those of the setting {@code log_level}. */
  public enum Verbosity {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /**
   * Sends everything to one stream, usually {@code System.err}; systemd keeps it. The stream is not
   * closed.
   */
  public static void start(Verbosity verbosity, OutputStream to) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    // gRPC logs to java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();

    LogLine layout = new LogLine();
    layout.setContext(context);
    layout.start();

    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();

    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(new Unclosed(to));
    appender.start();

    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.valueOf(verbosity.name()));
    root.addAppender(appender);
    // At DEBUG these write every frame, which would also hold what they carry; at INFO, what
    // matters to themselves.
    for (String chatty :
        new String[] {"io.netty", "io.grpc", "org.apache.zookeeper", "org.apache.curator"}) {
      context.getLogger(chatty).setLevel(Level.WARN);
    }
  }

  private static final class Unclosed extends OutputStream {
    private final OutputStream to;

    Unclosed(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws java.io.IOException {
      to.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
      to.write(bytes, offset, length);
    }

    @Override
    public void flush() throws java.io.IOException {
      to.flush();
    }
  }
}

package dev.keyparity.cli.testing;

import dev.keyparity.cli.CommandLineInterface;
import dev.keyparity.cli.console.Console;
import dev.keyparity.cli.console.Terminal;
import dev.keyparity.cli.invocation.Surroundings;
import dev.keyparity.cli.link.ChannelSource;
import dev.keyparity.cli.link.TlsChannels;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.GrpcFaults;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The command in this process: arguments in, output and exit status out. Coordinators are {@link
 * FakeAdmin}s under addresses of the test's choice; an address without one refuses connections.
 */
public final class TestCli implements AutoCloseable {
  /** 14:08:11 in Berlin. */
  public static final Instant NOW = Instant.parse("2026-11-24T13:08:11Z");

  public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  /** How a command line ended. */
  public record Result(int exit, String out, String err) {
    /** What was said, whatever lines it was broken into. */
    public String told() {
      return err.replaceAll("\\s+", " ");
    }
  }

  private final String scope = UUID.randomUUID().toString();
  private final List<Server> servers = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private Clock clock = Clock.fixed(NOW, ZONE);
  private String input = "";
  private final Deque<String> secrets = new ArrayDeque<>();
  private boolean overTls;
  private boolean terminal;
  private boolean unicode = true;
  private int width = Terminal.USUAL_WIDTH;
  private Path home = Path.of("/nonexistent/home");
  private Path tlsDirectory = Path.of("/nonexistent/tls");

  /** Starts a coordinator under an address such as {@code coord1:7418}. */
  public TestCli coordinator(String address, FakeAdmin admin) {
    try {
      servers.add(
          InProcessServerBuilder.forName(scope + address)
              .addService(admin.service())
              .build()
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + address, e);
    }
    return this;
  }

  public TestCli width(int columns) {
    this.width = columns;
    return this;
  }

  /** A person sits at a terminal and types these lines. */
  public TestCli typing(String lines) {
    this.input = lines;
    this.terminal = true;
    return this;
  }

  /** A person types these lines where they are not shown. */
  public TestCli typingSecretly(String... lines) {
    secrets.addAll(List.of(lines));
    return this;
  }

  public TestCli ascii() {
    this.unicode = false;
    return this;
  }

  public TestCli environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public TestCli home(Path directory) {
    this.home = directory;
    return this;
  }

  public TestCli tlsDirectory(Path directory) {
    this.tlsDirectory = directory;
    return this;
  }

  /** Goes over the network, with the certificates of the TLS directory. */
  public TestCli overTls() {
    this.overTls = true;
    return this;
  }

  public TestCli clock(Clock other) {
    this.clock = other;
    return this;
  }

  /** Runs with coordinator coord1:7418 unless the arguments name others. */
  public Result run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    if (!all.contains("--coordinator")) {
      all.addAll(0, List.of("--coordinator", "coord1:7418"));
    }
    all.addAll(0, List.of("--tls-dir", tlsDirectory.toString()));
    return runBare(all.toArray(new String[0]));
  }

  /** Runs with exactly these arguments. */
  public Result runBare(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = new CommandLineInterface(surroundings(out, err)).run(args);
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The world as this test has it; what is printed is lost. */
  public Surroundings surroundings() {
    return surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream());
  }

  private Surroundings surroundings(OutputStream out, OutputStream err) {
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            new Terminal(terminal, terminal, terminal, unicode, () -> width));
    return new Surroundings(
        console,
        environment,
        clock,
        home,
        home.resolve("etc-keyparity"),
        target -> overTls ? TlsChannels.load(target.tlsDirectory(), clock) : new InProcess(scope),
        prompt -> secrets.isEmpty() ? null : secrets.removeFirst().toCharArray());
  }

  @Override
  public void close() {
    servers.forEach(Server::shutdownNow);
  }

  private record InProcess(String scope) implements ChannelSource {
    @Override
    public String operator() {
      return "alice";
    }

    @Override
    public ManagedChannel open(HostPort address) {
      return InProcessChannelBuilder.forName(scope + address).build();
    }

    @Override
    public KeyparityException explain(Throwable failure, String peer) {
      return GrpcFaults.detailOf(failure)
          .orElseGet(
              () ->
                  Status.fromThrowable(failure).getCode() == Status.Code.UNAVAILABLE
                      ? new KeyparityException(
                          ErrorCode.PEER_UNREACHABLE, peer + ": connection refused", "", failure)
                      : new KeyparityException(
                          ErrorCode.INTERNAL, peer + ": " + failure.getMessage(), "", failure));
    }
  }
}

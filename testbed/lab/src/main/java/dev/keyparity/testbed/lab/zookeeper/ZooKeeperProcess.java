package dev.keyparity.testbed.lab.zookeeper;

import dev.keyparity.testbed.lab.process.BackgroundProcess;
import dev.keyparity.testbed.lab.process.Ending;
import dev.keyparity.testbed.lab.process.JavaLauncher;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.process.PidFile;
import dev.keyparity.testbed.lab.process.Ports;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.process.Testbed;
import dev.keyparity.testbed.lab.process.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One ZooKeeper server on 127.0.0.1: alone, or a member of an ensemble. Thread-safe.
 *
 * <p>Registered with the {@link StartedProcesses} it was made with.
 */
public final class ZooKeeperProcess implements Ending {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int TICK_MILLIS = 500;
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path directory;
  private final int clientPort;
  private final BackgroundProcess process;

  private ZooKeeperProcess(Path directory, int clientPort) {
    this.directory = directory;
    this.clientPort = clientPort;
    this.process =
        new BackgroundProcess(
            "zookeeper in " + directory,
            new PidFile(directory.resolve("zookeeper.pid"), JavaLauncher.mark(arguments())),
            directory.resolve("zookeeper.out"));
  }

  /** A server alone, not started, with a free client port that it keeps. */
  public static ZooKeeperProcess single(Path directory, StartedProcesses started) {
    return lay(directory.toAbsolutePath().normalize(), "", started);
  }

  /**
   * An odd number of servers that make one ensemble, not started, in directories 1, 2, 3… below the
   * given one.
   */
  public static List<ZooKeeperProcess> ensemble(
      Path directory, int servers, StartedProcesses started) {
    StringBuilder members = new StringBuilder();
    for (int id = 1; id <= servers; id++) {
      members.append(
          "server.%d=127.0.0.1:%d:%d%n"
              .formatted(id, Ports.free(List.of(LOOPBACK)), Ports.free(List.of(LOOPBACK))));
    }
    List<ZooKeeperProcess> ensemble = new ArrayList<>();
    for (int id = 1; id <= servers; id++) {
      Path own = directory.toAbsolutePath().normalize().resolve(Integer.toString(id));
      ZooKeeperProcess server = lay(own, members.toString(), started);
      write(own.resolve("data/myid"), id + "\n");
      ensemble.add(server);
    }
    return List.copyOf(ensemble);
  }

  /** The connect string of all of them. */
  public static String connectString(List<ZooKeeperProcess> ensemble) {
    return ensemble.stream().map(ZooKeeperProcess::connectString).collect(Collectors.joining(","));
  }

  public String connectString() {
    return "127.0.0.1:" + clientPort;
  }

  public int clientPort() {
    return clientPort;
  }

  /** Starts it; see {@link #awaitServing}. */
  public void launch() {
    process.start(
        List.of(JavaLauncher.java().toString(), JavaLauncher.mark(arguments())),
        Map.of("MALLOC_ARENA_MAX", "2"));
  }

  /** Starts it and waits until it serves: only for a server that needs no other. */
  public void start(Duration limit) {
    launch();
    awaitServing(limit);
  }

  /** Waits until it serves clients: alone, as leader or as follower of a quorum. */
  public void awaitServing(Duration limit) {
    boolean settled = Wait.until(limit, POLL, () -> isServing() || !process.isAlive());
    if (!settled || !process.isAlive()) {
      throw new LabException(
          LabException.Code.NOT_SERVING,
          "zookeeper on port %d: %s; %s:%n%s"
              .formatted(
                  clientPort,
                  settled ? "ended" : "not serving after " + limit.toSeconds() + " s",
                  process.console(),
                  process.tail()));
    }
  }

  public boolean isServing() {
    return !mode().isEmpty();
  }

  /** {@code standalone}, {@code leader} or {@code follower}; empty while it does not serve. */
  public String mode() {
    String prefix = "Mode: ";
    return fourLetters("srvr")
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .findFirst()
        .orElse("");
  }

  /**
   * SIGTERM; its sessions live on at the clients until they expire. False if it did not end in
   * {@code limit}.
   */
  public boolean stop(Duration limit) {
    return process.terminate(limit);
  }

  /** SIGKILL. */
  public void kill() {
    process.kill();
  }

  /** A signal by its name without SIG: STOP, CONT. */
  public void signal(String signal) {
    process.signal(signal);
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  @Override
  public void end() {
    process.end();
  }

  /** The command of ZooKeeper's own that needs no session; empty if nobody answers. */
  private String fourLetters(String word) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(LOOPBACK, clientPort), Math.toIntExact(ANSWER.toMillis()));
      socket.setSoTimeout(Math.toIntExact(ANSWER.toMillis()));
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static ZooKeeperProcess lay(Path directory, String members, StartedProcesses started) {
    int port = Ports.free(List.of(LOOPBACK));
    ZooKeeperProcess server = new ZooKeeperProcess(directory, port);
    server.writeFiles(members);
    started.add(server);
    return server;
  }

  private void writeFiles(String members) {
    try {
      Files.createDirectories(directory.resolve("data"));
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "laying out " + directory, e);
    }
    write(
        directory.resolve("zoo.cfg"),
        """
        dataDir=%s/data
        clientPortAddress=127.0.0.1
        clientPort=%d
        tickTime=%d
        initLimit=20
        syncLimit=10
        admin.enableServer=false
        4lw.commands.whitelist=srvr
        %s"""
            .formatted(directory, clientPort, TICK_MILLIS, members));
    write(
        directory.resolve("logback.xml"),
        """
        <configuration>
          <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%date{ISO8601} %level %logger{0} %msg%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="console"/></root>
        </configuration>
        """);
    JavaLauncher.write(
        arguments(),
        List.of(
            "-Xmx96m",
            "-Dlogback.configurationFile=" + directory.resolve("logback.xml"),
            "-Dzookeeper.jmx.log4j.disable=true"),
        Testbed.zooKeeperClassPath(),
        List.of(
            "org.apache.zookeeper.server.quorum.QuorumPeerMain",
            directory.resolve("zoo.cfg").toString()));
  }

  private Path arguments() {
    return directory.resolve("java.args");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "writing " + file, e);
    }
  }
}

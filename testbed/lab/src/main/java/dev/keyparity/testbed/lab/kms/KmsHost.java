package dev.keyparity.testbed.lab.kms;

import dev.keyparity.testbed.lab.process.BackgroundProcess;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.Ending;
import dev.keyparity.testbed.lab.process.JavaLauncher;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.process.PidFile;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.process.Testbed;
import dev.keyparity.testbed.lab.process.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One KMS host: its directory, its configuration and the process that its control script starts.
 * The process may as well be started and stopped by somebody else through the same script; this
 * object keeps no memory of it but asks each time.
 *
 * <p>Registered with the {@link StartedProcesses} it was made with, so that its process ends with
 * them whoever started it last.
 */
public final class KmsHost implements Ending {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** What the control script prints on the console before the server. */
  private static final String START_LINE = "kmsctl: start of process ";

  private static final Duration POLL = Duration.ofMillis(50);

  private final KmsService service;
  private final String name;
  private final HostPaths paths;
  private final BackgroundProcess process;

  private KmsHost(KmsService service, String name) {
    this.service = service;
    this.name = name;
    this.paths = new HostPaths(service.directory().resolve(name));
    this.process =
        new BackgroundProcess(
            name,
            new PidFile(paths.pidFile(), JavaLauncher.mark(paths.argumentFile())),
            paths.console());
  }

  /**
   * Lays out the host's directory, with every file the KMS needs but a ring, and does not start it.
   * Settings that are there already, written by whoever, are written anew.
   */
  public static KmsHost create(KmsService service, String name, StartedProcesses started) {
    KmsHost host = new KmsHost(service, name);
    host.writeFiles();
    started.add(host);
    return host;
  }

  /** All hosts of the service, in the order of their names. */
  public static List<KmsHost> createAll(KmsService service, StartedProcesses started) {
    return service.names().stream().map(name -> create(service, name, started)).toList();
  }

  public String name() {
    return name;
  }

  public HostPaths paths() {
    return paths;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(service.address(name), service.port());
  }

  /** {@code http://ADDRESS:PORT/kms}. */
  public URI uri() {
    return URI.create("http://" + service.address(name) + ":" + service.port() + "/kms");
  }

  /** Asks this host alone. */
  public KmsRest as(String user) {
    return new KmsRest(uri(), user);
  }

  /** Sets what the next start imitates, until set again. */
  public void imitate(StandInSwitches switches) {
    String text =
        switches.environment().entrySet().stream()
            .map(variable -> "export " + variable.getKey() + "=" + variable.getValue() + "\n")
            .collect(Collectors.joining());
    // Fewer malloc arenas: a server with some thirty threads otherwise reserves one for many of
    // them.
    SiteXml.writeOwnerOnly(
        paths.environment(),
        "JAVA=" + JavaLauncher.java() + "\nexport MALLOC_ARENA_MAX=2\n" + text);
  }

  /** Writes kms-site.xml anew with {@code more} properties added or changed, for the next start. */
  public void configure(Map<String, String> more) {
    Map<String, String> site = KmsConfiguration.kmsSite(service, name, paths);
    site.putAll(more);
    SiteXml.write(paths.configuration().resolve("kms-site.xml"), "the KMS server of " + name, site);
  }

  /**
   * From now on this command is asked before each start, whoever starts it, as a drop-in of a unit
   * would have it; anything but 0 keeps the KMS from starting.
   */
  public void putGateInFront(List<String> command) {
    SiteXml.writeOwnerOnly(
        paths.gate(),
        "#!/bin/sh\nexec "
            + command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "))
            + "\n");
    if (!paths.gate().toFile().setExecutable(true, true)) {
      throw new LabException(LabException.Code.FILES, "making executable: " + paths.gate());
    }
  }

  /** Runs the control script: {@code start}, {@code stop} or {@code status}. */
  public Command.Result control(String verb) {
    return Command.run(List.of(paths.control().toString(), verb));
  }

  /** Launches it and returns at once; see {@link #awaitServing}. */
  public void launch() {
    control("start").orThrow();
  }

  /** Launches it and waits until it serves. */
  public void start(Duration limit) {
    launch();
    awaitServing(limit);
  }

  /**
   * Waits until the KMS answers a request.
   *
   * @throws LabException with the server's last words if its process ends before, or if {@code
   *     limit} passes
   */
  public void awaitServing(Duration limit) {
    KmsRest rest = as(KmsConfiguration.KEYPARITY);
    boolean settled = Wait.until(limit, POLL, () -> rest.isServing() || !isRunning());
    if (!settled || !isRunning()) {
      throw new LabException(
          LabException.Code.NOT_SERVING,
          "%s: %s; %s:%n%s"
              .formatted(
                  name,
                  settled
                      ? "ended during its start"
                      : "not serving after " + limit.toSeconds() + " s",
                  paths.console(),
                  lastWords()));
    }
  }

  /** SIGTERM through the control script; false if the process lives on. */
  public boolean stop() {
    return control("stop").isOk();
  }

  /** SIGKILL. */
  public void kill() {
    process.kill();
  }

  /** A signal by its name without SIG: STOP, CONT. */
  public void signal(String signal) {
    process.signal(signal);
  }

  /** The running process, whoever started it. */
  public Optional<ProcessHandle> pid() {
    return process.pid();
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /**
   * Why the server says it did not start this last time; if it does not, the end of what it
   * printed.
   */
  public String lastWords() {
    String console;
    try {
      console = Files.exists(paths.console()) ? Files.readString(paths.console()) : "";
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "reading " + paths.console(), e);
    }
    String lastStart = console.substring(Math.max(0, console.lastIndexOf(START_LINE)));
    return lastStart
        .lines()
        .filter(line -> line.startsWith("REASON: "))
        .findFirst()
        .orElseGet(process::tail);
  }

  /**
   * Ends its process and lets none be started again: whoever still does so, an agent say, is
   * refused from now on.
   */
  @Override
  public void end() {
    try {
      Files.write(paths.closed(), new byte[0]);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "writing " + paths.closed(), e);
    }
    // A start that is under way has the lock until its process is known.
    Command.run(List.of("flock", paths.lock().toString(), "true"));
    process.end();
  }

  private void writeFiles() {
    try {
      for (Path directory :
          List.of(
              service.store(),
              paths.configuration(),
              paths.logs(),
              paths.temporary(),
              paths.keyDirectory())) {
        Files.createDirectories(directory, OWNER_ONLY);
      }
      Files.deleteIfExists(paths.closed());
      writeControl();
      Path registration = paths.keyDirectory().resolve("keytrustee.conf");
      if (Files.notExists(registration)) {
        SiteXml.writeOwnerOnly(registration, "{\"stand-in\": \"registration of the service\"}\n");
      }
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "laying out " + paths.root(), e);
    }
    writeConfiguration();
    writeArguments();
    imitate(StandInSwitches.NONE);
  }

  private void writeConfiguration() {
    Path conf = paths.configuration();
    configure(Map.of());
    SiteXml.write(
        conf.resolve("kts-site.xml"),
        "how the KMS reaches its Key Trustee Servers",
        KmsConfiguration.ktsSite(service));
    SiteXml.write(conf.resolve("core-site.xml"), "Hadoop in general", KmsConfiguration.coreSite());
    SiteXml.write(
        conf.resolve("kms-acls.xml"),
        "who may do what; the lines with keyparity in them are what keyparity needs",
        KmsConfiguration.acls());
    SiteXml.writeOwnerOnly(conf.resolve("log4j.properties"), KmsConfiguration.log4j(paths.logs()));
  }

  private void writeArguments() {
    Path conf = paths.configuration();
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx128m",
                // Jersey's JAXB makes classes at run time in a way that newer Java forbids.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dkms.config.dir=" + conf,
                "-Dkms.log.dir=" + paths.logs(),
                "-Djava.io.tmpdir=" + paths.temporary(),
                "-Dlog4j.configuration=file:" + conf.resolve("log4j.properties")));
    JavaLauncher.write(
        paths.argumentFile(),
        options,
        Testbed.kmsClassPath(),
        List.of("org.apache.hadoop.crypto.key.kms.server.KMSWebServer"));
  }

  private void writeControl() throws IOException {
    try (InputStream script = KmsHost.class.getResourceAsStream("kmsctl.sh")) {
      if (script == null) {
        throw new IOException("kmsctl.sh is not on the class path");
      }
      Files.writeString(paths.control(), new String(script.readAllBytes(), StandardCharsets.UTF_8));
      Files.setPosixFilePermissions(paths.control(), PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Addresses by host name, for a prober. */
  public static Map<String, InetSocketAddress> addresses(List<KmsHost> hosts) {
    return hosts.stream().collect(Collectors.toMap(KmsHost::name, KmsHost::address));
  }

  @Override
  public String toString() {
    return name + " (" + uri() + ")";
  }
}

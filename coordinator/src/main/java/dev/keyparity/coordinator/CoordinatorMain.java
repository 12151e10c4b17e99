package dev.keyparity.coordinator;

import dev.keyparity.daemon.config.UserPassword;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.lifecycle.Logging;
import dev.keyparity.daemon.lifecycle.ServiceNotifier;
import dev.keyparity.daemon.status.Build;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** {@code keyparity-coordinator [--config FILE] [--check-config | --version | --help]}. */
public final class CoordinatorMain {
  private static final Path USUAL = Path.of("/etc/keyparity/coordinator.yaml");
  private static final String USAGE =
      "usage: keyparity-coordinator [--config FILE] [--check-config | --version | --help]";
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

  private CoordinatorMain() {}

  public static void main(String[] args) {
    int exit = run(List.of(args), System.out, System.err);
    if (exit != ExitMeaning.OK.status()) {
      System.exit(exit);
    }
  }

  /** What was asked for on the command line. */
  private record Asked(Path config, boolean checkOnly, boolean version, boolean help) {}

  static int run(List<String> args, PrintStream out, PrintStream err) {
    try {
      Asked asked = parse(args);
      if (asked.help()) {
        out.println(USAGE);
        return ExitMeaning.OK.status();
      }
      if (asked.version()) {
        out.println("keyparity-coordinator " + Build.current().version());
        return ExitMeaning.OK.status();
      }
      CoordinatorConfig config = CoordinatorConfigFile.read(asked.config());
      if (asked.checkOnly()) {
        out.println(
            "%s: good, coordinator %s of group %s; %s"
                .formatted(asked.config(), config.name(), config.group(), checkFiles(config)));
        return ExitMeaning.OK.status();
      }
      serve(config, err);
      return ExitMeaning.OK.status();
    } catch (KeyparityException e) {
      err.println("keyparity-coordinator: " + e.operatorMessage());
      if (!e.whatToDo().isEmpty()) {
        err.println("  " + e.whatToDo());
      }
      return e.code().exitMeaning().status();
    }
  }

  /**
   * Reads the files that are read at start, as the user who asks. An expired certificate is told
   * and not refused: its unit checks before each start, and the process must live to raise the
   * alarm.
   *
   * @return until when the certificate is good
   */
  private static String checkFiles(CoordinatorConfig config) {
    Clock clock = Clock.systemUTC();
    TlsIdentity identity = TlsIdentity.loadOf(Role.COORDINATOR, config.name(), config.tls(), clock);
    UserPassword.read("zookeeper.auth_file", config.zookeeper().authFile());
    config.status().checkFiles();
    return identity.expiry().isAfter(clock.instant())
        ? "certificate until " + identity.expiry()
        : "CERTIFICATE EXPIRED at %s: keyparity pki issue coordinator %s"
            .formatted(identity.expiry(), config.name());
  }

  private static void serve(CoordinatorConfig config, PrintStream err) {
    Logging.start(config.logLevel(), err);
    ServiceNotifier notifier = ServiceNotifier.ofEnvironment();
    CoordinatorProcess process =
        new CoordinatorProcess(config, LeadersWorkshop::new, FaultHandler.logging());
    process.start();
    process.lifecycle().closeOnShutdown(CLOSE_WITHIN);
    notifier.ready("stands for election in group " + config.group());
    try {
      process.lifecycle().awaitClosed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.close();
    }
    notifier.stopping();
  }

  private static Asked parse(List<String> args) {
    Path config = USUAL;
    boolean check = false;
    boolean version = false;
    boolean help = false;
    for (int i = 0; i < args.size(); i++) {
      switch (args.get(i)) {
        case "--config" -> {
          if (++i == args.size()) {
            throw usage("--config: no file (expected: one)");
          }
          config = Path.of(args.get(i));
        }
        case "--check-config" -> check = true;
        case "--version" -> version = true;
        case "-h", "--help" -> help = true;
        default ->
            throw usage("argument: %s (expected: one of those below)".formatted(args.get(i)));
      }
    }
    return new Asked(config, check, version, help);
  }

  private static KeyparityException usage(String problem) {
    return new KeyparityException(ErrorCode.USAGE, problem, USAGE);
  }
}

package dev.keyparity.agent;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.lifecycle.Lifecycle;
import dev.keyparity.daemon.lifecycle.Logging;
import dev.keyparity.daemon.lifecycle.ServiceNotifier;
import dev.keyparity.daemon.status.Build;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code keyparity-agent [--config FILE] [--check-config | --version | --help]}. */
public final class AgentMain {
  private static final String USAGE =
      "usage: keyparity-agent [--config FILE] [--check-config | --version | --help]";
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

  private AgentMain() {}

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
        out.println("keyparity-agent " + Build.current().version());
        return ExitMeaning.OK.status();
      }
      AgentConfig config = AgentConfigFile.read(asked.config());
      if (asked.checkOnly()) {
        int services = config.services().size();
        Instant until = checkFiles(config);
        out.println(
            "%s: good, %s; certificate until %s"
                .formatted(
                    asked.config(), services == 1 ? "1 service" : services + " services", until));
        return ExitMeaning.OK.status();
      }
      serve(config, err);
      return ExitMeaning.OK.status();
    } catch (KeyparityException e) {
      err.println("keyparity-agent: " + e.operatorMessage());
      if (!e.whatToDo().isEmpty()) {
        err.println("  " + e.whatToDo());
      }
      return e.code().exitMeaning().status();
    }
  }

  /**
   * Reads the files that are read at start, as the user who asks.
   *
   * @return when the certificate ends
   */
  private static Instant checkFiles(AgentConfig config) {
    TlsIdentity identity =
        TlsIdentity.loadOf(Role.AGENT, config.name(), config.tls(), Clock.systemUTC());
    identity.requireUnexpired();
    config.status().checkFiles();
    return identity.expiry();
  }

  private static void serve(AgentConfig config, PrintStream err) {
    Logging.start(config.logLevel(), err);
    ServiceNotifier notifier = ServiceNotifier.ofEnvironment();
    AgentProcess process = AgentProcess.start(config);
    Lifecycle lifecycle = new Lifecycle().addClosing("agent", process);
    lifecycle.start();
    lifecycle.closeOnShutdown(CLOSE_WITHIN);
    notifier.ready("serves on port " + process.port());
    try {
      lifecycle.awaitClosed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lifecycle.close();
    }
    notifier.stopping();
  }

  private static Asked parse(List<String> args) {
    Path config = LocalGate.USUAL_CONFIG;
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

package dev.keyparity.agent;

import dev.keyparity.agent.gate.GateLook;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.status.Build;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code keyparity-gate [--config FILE] [--service NAME]}: asked before a KMS starts; exits 0 if it
 * may, else 6, and says why on standard error, which is the journal of the KMS's unit.
 */
public final class GateMain {
  private static final String PREFIX = "keyparity-gate: ";
  private static final String USAGE =
      "usage: keyparity-gate [--config FILE] [--service NAME] | --version";

  private GateMain() {}

  public static void main(String[] args) {
    // Whatever a library has to tell is not for the journal of a KMS.
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(args), err));
  }

  static int run(List<String> args, PrintStream err) {
    try {
      return run(Asked.parse(args), err).status();
    } catch (KeyparityException e) {
      err.println(PREFIX + e.operatorMessage());
      err.println(PREFIX + e.whatToDo());
      return e.code().exitMeaning().status();
    }
  }

  private static ExitMeaning run(Asked asked, PrintStream err) {
    if (asked.version()) {
      err.println("keyparity-gate " + Build.current().version());
      return ExitMeaning.OK;
    }
    LocalGate gate = LocalGate.of(asked.config(), asked.service(), Clock.systemUTC());
    if (gate.isOff()) {
      err.println(PREFIX + gate.service() + ": its gate is off in " + asked.config());
      return ExitMeaning.OK;
    }
    GateLook look = gate.look();
    look.lines().stream().flatMap(String::lines).forEach(line -> err.println(PREFIX + line));
    return look.starts() ? ExitMeaning.OK : ExitMeaning.NOT_IN_PARITY;
  }

  /** What was asked for on the command line. */
  private record Asked(Path config, @Nullable String service, boolean version) {
    static Asked parse(List<String> args) {
      Path config = LocalGate.USUAL_CONFIG;
      String service = null;
      for (int i = 0; i < args.size(); i++) {
        String word = args.get(i);
        if (word.equals("--version")) {
          return new Asked(config, service, true);
        }
        if (i + 1 == args.size()) {
          throw usage(word);
        }
        switch (word) {
          case "--config" -> config = Path.of(args.get(++i));
          case "--service" -> service = args.get(++i);
          default -> throw usage(word);
        }
      }
      return new Asked(config, service, false);
    }

    private static KeyparityException usage(String word) {
      return new KeyparityException(ErrorCode.USAGE, "argument: " + word, USAGE);
    }
  }
}

package dev.keyparity.testbed.simulator.history;

import java.util.Set;

/** One thing that happened. Key files are named by what they hold, never by their bytes. */
public sealed interface Event {

  /** What there is where no key file is. */
  String ABSENT = "absent";

  /**
   * The key file of a host is another than before.
   *
   * @param kmsRuns whether its KMS ran just then
   * @param saved what backups on that host's disk hold that open with the recovery key
   * @param byPowerCut whether a power cut did it, and not the agent
   */
  record KeyFileChanged(
      String host,
      String before,
      String after,
      boolean kmsRuns,
      Set<String> saved,
      boolean byPowerCut)
      implements Event {
    @Override
    public String toString() {
      return "key file of %s: %s -> %s, KMS %s, saved %s%s"
          .formatted(
              host,
              before,
              after,
              kmsRuns ? "runs" : "stopped",
              new java.util.TreeSet<>(saved),
              byPowerCut ? ", by a power cut" : "");
    }
  }

  /** A KMS process began to serve. */
  record KmsStarted(String host, String key, boolean byAgent) implements Event {
    @Override
    public String toString() {
      return "KMS of %s started with %s by %s".formatted(host, key, byAgent ? "agent" : "others");
    }
  }

  /** A KMS process ended. */
  record KmsStopped(String host, boolean byAgent) implements Event {
    @Override
    public String toString() {
      return "KMS of %s ended by %s".formatted(host, byAgent ? "agent" : "others");
    }
  }

  /**
   * An agent bound itself to a leadership.
   *
   * @param by the coordinator that really asked
   */
  record Fenced(String host, String by) implements Event {
    @Override
    public String toString() {
      return "%s is fenced for %s".formatted(host, by);
    }
  }

  /**
   * An agent is about to cause an effect.
   *
   * @param by the coordinator that really asked
   */
  record EffectBegun(String host, String kind, String request, String by) implements Event {
    @Override
    public String toString() {
      return "%s begins %s %s for %s".formatted(host, kind, request, by);
    }
  }

  /** An effect ended, as its agent says. */
  record EffectEnded(String host, String request, String stage) implements Event {
    @Override
    public String toString() {
      return "%s ended %s: %s".formatted(host, request, stage);
    }
  }

  /** A fault was injected or took effect, or somebody did something: for the log and the count. */
  record Noted(String words) implements Event {
    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * The run is over or stands still, or it neither is nor does although nothing goes wrong any
   * more.
   */
  record RunStands(String state, boolean isTerminal, String sentence, boolean patienceIsOver)
      implements Event {
    @Override
    public String toString() {
      return "run is %s%s".formatted(state, patienceIsOver ? ", and patience is over" : "");
    }
  }
}

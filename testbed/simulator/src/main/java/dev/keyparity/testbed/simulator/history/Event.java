package dev.keyparity.testbed.simulator.history;

import java.util.Map;
import java.util.Set;

/** One thing that happened. Key files are named by what they hold, never by their bytes. */
public sealed interface Event {

  /** What there is where no key file is. */
  String ABSENT = "absent";

  /** Who may change a key file. */
  String AGENT = "the agent";

  String POWER = "a power cut";
  String SNAPSHOT = "a snapshot";
  String STRANGER = "a stranger";

  /**
   * The key file of a host is another than before.
   *
   * @param kmsRuns whether its KMS ran just then
   * @param served the key that its process loaded; empty while none runs
   * @param saved what backups on that host's disk hold that open with the recovery key
   * @param by one of the four above
   */
  record KeyFileChanged(
      String host,
      String before,
      String after,
      boolean kmsRuns,
      String served,
      Set<String> saved,
      String by)
      implements Event {
    /** Whether the agent did it. */
    public boolean isByAgent() {
      return by.equals(AGENT);
    }

    @Override
    public String toString() {
      return "key file of %s: %s -> %s, KMS %s, saved %s, by %s"
          .formatted(
              host,
              before,
              after,
              kmsRuns ? "runs" : "stopped",
              new java.util.TreeSet<>(saved),
              by);
    }
  }

  /** A KMS process began to live. */
  record KmsStarted(String host, String key, boolean byAgent) implements Event {
    @Override
    public String toString() {
      return "KMS of %s started with %s by %s".formatted(host, key, byAgent ? "agent" : "others");
    }
  }

  /** A KMS process began to serve. */
  record KmsServes(String host, String key) implements Event {
    @Override
    public String toString() {
      return "KMS of %s serves with %s".formatted(host, key);
    }
  }

  /** A KMS process ended. */
  record KmsStopped(String host, boolean byAgent) implements Event {
    @Override
    public String toString() {
      return "KMS of %s ended by %s".formatted(host, byAgent ? "agent" : "others");
    }
  }

  /** A coordinator is about to ask an agent to bind itself to its leadership. */
  record FenceAsked(String host, String by) implements Event {
    @Override
    public String toString() {
      return "%s is to be fenced for %s".formatted(host, by);
    }
  }

  /** A coordinator was elected. */
  record Elected(String holder) implements Event {
    @Override
    public String toString() {
      return holder + " is elected";
    }
  }

  /** An agent put on record which key is approved. */
  record Approved(String host, String key) implements Event {
    @Override
    public String toString() {
      return "%s is approved on %s".formatted(key, host);
    }
  }

  /** An operator signed that a key may give way. */
  record GivesWay(String host, String key) implements Event {
    @Override
    public String toString() {
      return "%s of %s may give way".formatted(key, host);
    }
  }

  /** What backups on a host hold that opens with the recovery key, after a power cut. */
  record BackupsThere(String host, Set<String> saved) implements Event {
    @Override
    public String toString() {
      return "backups on %s: %s".formatted(host, new java.util.TreeSet<>(saved));
    }
  }

  /** A backup on a host is not what it was, and the agent did not do it. */
  record BackupDamaged(String host) implements Event {
    @Override
    public String toString() {
      return "a backup on %s is damaged".formatted(host);
    }
  }

  /** An agent told a coordinator how an effect stands. */
  record Answered(String host, String kind, String request, String stage) implements Event {
    @Override
    public String toString() {
      return "%s answers %s %s: %s".formatted(host, kind, request, stage);
    }
  }

  /** A host is as it was when an image of it was taken, and knows nothing of what came after. */
  record HostRolledBack(String host) implements Event {
    @Override
    public String toString() {
      return host + " went back";
    }
  }

  /** Private key bytes were found where none belong. */
  record SecretSeen(String where) implements Event {
    @Override
    public String toString() {
      return "private key bytes in " + where;
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
   * @param key what is in the key file then
   */
  record EffectBegun(String host, String kind, String request, String by, String key)
      implements Event {
    @Override
    public String toString() {
      return "%s begins %s %s for %s".formatted(host, kind, request, by);
    }
  }

  /** An effect ended, as its agent says. */
  record EffectEnded(String host, String kind, String request, String stage) implements Event {
    @Override
    public String toString() {
      return "%s ended %s: %s".formatted(host, request, stage);
    }
  }

  /**
   * What a coordinator that leads shows of all hosts to whoever asks.
   *
   * @param approved which key it takes for approved; empty if none
   * @param verdicts by host; empty where there is none
   * @param told hosts of which it told that they drifted
   */
  record Shown(String by, String approved, Map<String, String> verdicts, Set<String> told)
      implements Event {
    @Override
    public String toString() {
      return "%s shows %s for %s%s"
          .formatted(
              by,
              new java.util.TreeMap<>(verdicts),
              approved.isEmpty() ? "no key" : approved,
              told.isEmpty() ? "" : ", alarm for " + new java.util.TreeSet<>(told));
    }
  }

  /** A coordinator told that a host drifted. */
  record AlarmRaised(String host, String by) implements Event {
    @Override
    public String toString() {
      return "%s raises an alarm: %s drifted".formatted(by, host);
    }
  }

  /** Operators approved that a run puts a key on a host in the place of what is there. */
  record ChangeSanctioned(String host, String installs, String replaces) implements Event {
    @Override
    public String toString() {
      return "%s may give way to %s on %s".formatted(replaces, installs, host);
    }
  }

  /** The records of the coordinators are as they once were. */
  record StoreWentBack() implements Event {
    @Override
    public String toString() {
      return "the records are as they once were";
    }
  }

  /** A run is on record: from now on it may do what operators approved. */
  record RunOpen(String run) implements Event {
    @Override
    public String toString() {
      return "run %s is open".formatted(run);
    }
  }

  /** No run is open any more. */
  record RunOver(String run) implements Event {
    @Override
    public String toString() {
      return "run %s is over".formatted(run);
    }
  }

  /** Something was thrown that nobody expected, in the product or here. */
  record Escaped(String what) implements Event {
    @Override
    public String toString() {
      return "escaped: " + what;
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

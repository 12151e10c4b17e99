package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What was done on this host under standing warrants, {@code keyparity.standing-uses/1}: remembered
 * for a day. A key that goes again and again, or a leader that has lost its head, is given up on: a
 * few runs a day may act here, and each may try each act so often. Which warrant it was does not
 * matter: a new signature is no new chance. Not thread-safe: its owner's lock guards it.
 */
final class StandingUses {
  static final String FORMAT = "keyparity.standing-uses/1";

  /** So many runs may act here within {@link #WINDOW}. */
  static final int MOST_RUNS = 3;

  static final Duration WINDOW = Duration.ofHours(24);

  private record Use(String run, String act, int attempt, Instant at) {}

  private final String service;
  private final StateFiles files;
  private List<Use> uses;

  StandingUses(String service, StateFiles files) {
    this.service = service;
    this.files = files;
    this.uses = StateRecord.read(files, name(), FORMAT, StandingUses::read).orElse(List.of());
  }

  private String name() {
    return "standing/" + service + ".json";
  }

  /** Refuses one use too many. */
  void require(RequestKey key, Instant now) {
    List<Use> recent = recent(now);
    TreeSet<String> runs = new TreeSet<>();
    recent.forEach(use -> runs.add(use.run()));
    if (!runs.contains(key.run()) && runs.size() >= MOST_RUNS) {
      throw new KeyparityException(
          ErrorCode.WARRANT_CONSUMED,
          "standing warrant: %d runs acted on %s in the last %d h (expected: fewer than %d)"
              .formatted(runs.size(), key.host(), WINDOW.toHours(), MOST_RUNS),
          "find out why its key keeps going, then: keyparity repair " + service + " " + key.host());
    }
    long attempts =
        recent.stream()
            .filter(use -> use.run().equals(key.run()) && use.act().equals(key.act()))
            .filter(use -> use.attempt() != key.attempt())
            .count();
    if (attempts >= Consumed.MOST_ATTEMPTS) {
      throw new KeyparityException(
          ErrorCode.WARRANT_CONSUMED,
          "standing warrant: %d attempts of %s on %s in run %s (expected: at most %d)"
              .formatted(attempts, key.act(), key.host(), key.run(), Consumed.MOST_ATTEMPTS),
          "find out why they fail, then end the run");
    }
  }

  /** Remembers a use; durable on return. */
  void use(RequestKey key, Instant now) {
    require(key, now);
    Use used = new Use(key.run(), key.act(), key.attempt(), now);
    List<Use> next = new ArrayList<>(recent(now));
    next.removeIf(
        use ->
            use.run().equals(used.run())
                && use.act().equals(used.act())
                && use.attempt() == used.attempt());
    next.add(used);
    write(next);
    uses = List.copyOf(next);
  }

  private List<Use> recent(Instant now) {
    return uses.stream().filter(use -> use.at().plus(WINDOW).isAfter(now)).toList();
  }

  private void write(List<Use> all) {
    List<Json> items = new ArrayList<>();
    for (Use use : all) {
      items.add(
          Json.object()
              .put("run", use.run())
              .put("act", use.act())
              .put("attempt", use.attempt())
              .put("at_ms", use.at().toEpochMilli())
              .build());
    }
    StateRecord.write(
        files,
        name(),
        Json.object().put("format", FORMAT).put("uses", new Json.Arr(items)).build());
  }

  private static List<Use> read(RecordFields fields) throws MalformedRecord {
    List<Use> uses = new ArrayList<>();
    for (RecordFields use : fields.records("uses")) {
      uses.add(
          new Use(
              use.string("run"),
              use.string("act"),
              Math.toIntExact(use.integer("attempt")),
              Instant.ofEpochMilli(use.integer("at_ms"))));
      use.end();
    }
    return List.copyOf(uses);
  }
}

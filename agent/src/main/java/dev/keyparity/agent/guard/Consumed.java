package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.RequestId;
import dev.keyparity.daemon.warrant.Warrant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which acts were already done under which warrant, {@code keyparity.consumed/1}: remembered until
 * the warrant expires. Not thread-safe: its owner's lock guards it.
 */
final class Consumed {
  static final String FORMAT = "keyparity.consumed/1";

  /** So many attempts of one act may use one warrant. */
  static final int MOST_ATTEMPTS = 20;

  /** One use. The request id tells a repetition of the same request from another one. */
  private record Use(
      String warrant, String step, String act, String host, int attempt, String id, Instant until) {

    boolean isOf(String warrantId, RequestKey key) {
      return warrant.equals(warrantId)
          && step.equals(key.step())
          && act.equals(key.act())
          && host.equals(key.host());
    }
  }

  private final String service;
  private final StateFiles files;
  private List<Use> uses;

  Consumed(String service, StateFiles files) {
    this.service = service;
    this.files = files;
    this.uses = StateRecord.read(files, name(), FORMAT, Consumed::read).orElse(List.of());
  }

  private String name() {
    return "consumed/" + service + ".json";
  }

  /** Refuses a use that was made before, by another request. */
  void require(Warrant warrant, RequestKey key) {
    List<Use> former = uses.stream().filter(use -> use.isOf(warrant.id(), key)).toList();
    for (Use use : former) {
      if (use.attempt() == key.attempt() && !use.id().equals(key.id().hex())) {
        throw new KeyparityException(
            ErrorCode.WARRANT_CONSUMED,
            "warrant %s: was used for %s on %s, attempt %d (expected: once)"
                .formatted(warrant.id(), key.act(), key.host(), key.attempt()),
            "");
      }
    }
    if (former.stream().filter(use -> use.attempt() != key.attempt()).count() >= MOST_ATTEMPTS) {
      throw new KeyparityException(
          ErrorCode.WARRANT_CONSUMED,
          "warrant %s: %d attempts of %s on %s were made (expected: at most that)"
              .formatted(warrant.id(), former.size(), key.act(), key.host()),
          "find out why they fail, then end the run and make a new plan");
    }
  }

  /** Remembers a use; durable on return. */
  void use(Warrant warrant, RequestKey key, Instant now) {
    require(warrant, key);
    RequestId id = key.id();
    List<Use> next = new ArrayList<>();
    for (Use use : uses) {
      if (use.until().isAfter(now) && !use.id().equals(id.hex())) {
        next.add(use);
      }
    }
    next.add(
        new Use(
            warrant.id(),
            key.step(),
            key.act(),
            key.host(),
            key.attempt(),
            id.hex(),
            warrant.expiresAt()));
    write(next);
    uses = List.copyOf(next);
  }

  private void write(List<Use> all) {
    List<Json> items = new ArrayList<>();
    for (Use use : all) {
      items.add(
          Json.object()
              .put("warrant", use.warrant())
              .put("step", use.step())
              .put("act", use.act())
              .put("host", use.host())
              .put("attempt", use.attempt())
              .put("request_id", use.id())
              .put("until_ms", use.until().toEpochMilli())
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
              use.string("warrant"),
              use.string("step"),
              use.string("act"),
              use.string("host"),
              Math.toIntExact(use.integer("attempt")),
              use.string("request_id"),
              Instant.ofEpochMilli(use.integer("until_ms"))));
      use.end();
    }
    return List.copyOf(uses);
  }
}

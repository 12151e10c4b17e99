package dev.keyparity.coordinator.fleet;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.util.Optional;

/**
 * How far an agent's own record is known to have come, {@code keyparity.host-mark/1}: what shows
 * that a host was restored from a snapshot, or is a clone. Durable, immutable.
 *
 * @param instance of the agent that was last heard
 * @param rolledBack why this host's record is known to have gone back; empty if it is not. Stays
 *     until an operator takes the present record for good: a clone that runs on long enough would
 *     otherwise look right again
 */
record HostMark(
    String instance, long generation, long auditSequence, String auditHead, String rolledBack) {
  private static final String FORMAT = "keyparity.host-mark/1";

  static HostMark of(AgentHeader header) {
    return new HostMark(
        header.instance(), header.generation(), header.auditSequence(), header.auditHead(), "");
  }

  /** Why the agent's record went back, empty if it did not. */
  Optional<String> backwards(AgentHeader now) {
    if (now.generation() < generation) {
      return Optional.of(
          "agent generation is %d (expected: at least %d)".formatted(now.generation(), generation));
    }
    if (now.auditSequence() < auditSequence) {
      return Optional.of(
          "the audit log ends at record %d (expected: at least %d)"
              .formatted(now.auditSequence(), auditSequence));
    }
    if (now.auditSequence() == auditSequence && !now.auditHead().equals(auditHead)) {
      return Optional.of("audit record %d is another one than before".formatted(auditSequence));
    }
    return Optional.empty();
  }

  /** The mark after the agent was heard again: what went back once stays so. */
  HostMark after(AgentHeader now) {
    return isRolledBack()
        ? this
        : backwards(now).map(this::rolledBack).orElseGet(() -> HostMark.of(now));
  }

  HostMark rolledBack(String reason) {
    return new HostMark(instance, generation, auditSequence, auditHead, reason);
  }

  boolean isRolledBack() {
    return !rolledBack.isEmpty();
  }

  byte[] encode() {
    return CanonicalJson.encode(
        Json.object()
            .put("format", FORMAT)
            .put("instance", instance)
            .put("generation", generation)
            .put("audit_sequence", auditSequence)
            .put("audit_head", auditHead)
            .put("rolled_back", rolledBack)
            .build());
  }

  static HostMark parse(byte[] bytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(bytes, "host mark").format(FORMAT);
    HostMark mark =
        new HostMark(
            fields.string("instance"),
            fields.integer("generation"),
            fields.integer("audit_sequence"),
            fields.string("audit_head"),
            fields.string("rolled_back"));
    fields.end();
    return mark;
  }
}

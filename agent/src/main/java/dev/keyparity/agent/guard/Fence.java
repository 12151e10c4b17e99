package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The highest leadership this host has bound itself to, for one service, {@code keyparity.fence/1}.
 *
 * <ol>
 *   <li>Only {@link #raise} raises it: an effect under an epoch that was not fenced is refused.
 *   <li>The first holder of an epoch owns it; another holder of the same epoch is refused.
 *   <li>A lower epoch is refused, for ever, across restarts and a ZooKeeper restored from old.
 *   <li>A jump upward is bounded, so that a rogue number cannot use up all epochs.
 *   <li>The group is pinned by the agent's configuration and by the record.
 * </ol>
 *
 * <p>Not thread-safe: its owner's lock guards it, and effects begin under the same lock, so that
 * after a fence no effect of a former leader can begin.
 */
final class Fence {
  static final String FORMAT = "keyparity.fence/1";

  private final String group;
  private final String service;
  private final long largestJump;
  private final StateFiles files;
  private @Nullable FencingToken highest;

  Fence(String group, String service, long largestJump, StateFiles files) {
    this.group = group;
    this.service = service;
    this.largestJump = largestJump;
    this.files = files;
    this.highest = StateRecord.read(files, name(), FORMAT, Fence::read).orElse(null);
    if (highest != null && !highest.group().equals(group)) {
      throw new KeyparityException(
          ErrorCode.WRONG_GROUP,
          "fence of %s: group %s is on record, %s is configured (expected: the same)"
              .formatted(service, highest.group(), group),
          "set group back in agent.yaml; to move the host to another group: keyparity agent enrol");
    }
  }

  private static FencingToken read(RecordFields fields) throws MalformedRecord {
    return new FencingToken(
        fields.string("group"), fields.integer("epoch"), fields.string("holder"));
  }

  private String name() {
    return "fence/" + service + ".json";
  }

  /** The highest leadership seen; empty before the first. */
  Optional<FencingToken> highest() {
    return Optional.ofNullable(highest);
  }

  /** Refuses a leadership that this host cannot be bound to; the one it is bound to is fine. */
  void check(FencingToken token) {
    requireGroup(token);
    if (token.equals(highest)) {
      return;
    }
    long floor = highest == null ? 0 : highest.epoch();
    if (token.epoch() <= floor) {
      throw stale(token);
    }
    if (token.epoch() - floor > largestJump) {
      throw refusal(
          ErrorCode.STALE_LEADER,
          "epoch: %d (expected: at most %d above %d)".formatted(token.epoch(), largestJump, floor),
          "if ZooKeeper was replaced or its epoch was set by hand: keyparity agent reset-fence");
    }
  }

  /** Binds this host to a leadership; durable on return. Repeating it is fine. */
  void raise(FencingToken token) {
    check(token);
    if (token.equals(highest)) {
      return;
    }
    StateRecord.write(
        files,
        name(),
        Json.object()
            .put("format", FORMAT)
            .put("group", token.group())
            .put("epoch", token.epoch())
            .put("holder", token.holder())
            .build());
    highest = token;
  }

  /** Lets an effect pass, or refuses it. */
  void admit(FencingToken token) {
    requireGroup(token);
    if (highest == null || token.epoch() > highest.epoch()) {
      throw refusal(
          ErrorCode.NOT_FENCED,
          "epoch: %d was not fenced on this host (expected: at most %d)"
              .formatted(token.epoch(), highest == null ? 0 : highest.epoch()),
          "");
    }
    if (!highest.equals(token)) {
      throw stale(token);
    }
  }

  private KeyparityException stale(FencingToken token) {
    return refusal(
        ErrorCode.STALE_LEADER,
        "leadership: %s (expected: %s, or a higher epoch)".formatted(token, highest),
        "");
  }

  private void requireGroup(FencingToken token) {
    if (!token.group().equals(group)) {
      throw refusal(
          ErrorCode.WRONG_GROUP,
          "group: %s (expected: %s, pinned by this agent)".formatted(token.group(), group),
          "is this coordinator's group the one in this host's agent.yaml?");
    }
  }

  private KeyparityException refusal(ErrorCode code, String message, String whatToDo) {
    KeyparityException refusal = new KeyparityException(code, message, whatToDo).withRule("I3");
    return highest == null
        ? refusal
        : refusal
            .withContext("highest_epoch", Long.toString(highest.epoch()))
            .withContext("highest_holder", highest.holder());
  }
}

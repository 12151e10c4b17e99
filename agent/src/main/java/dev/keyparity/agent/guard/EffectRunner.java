package dev.keyparity.agent.guard;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a begun effect to its end, or finds out by looking how it ended. Called by one thread at
 * a time for a service; records are written under the guard's lock.
 */
final class EffectRunner {
  private static final Logger log = LoggerFactory.getLogger(EffectRunner.class);

  /** Fact of a record: the error code an effect failed with. */
  static final String ERROR = "error";

  private final Receipts receipts;
  private final Object lock;
  private final EffectLines lines;
  private final Supplier<Instant> now;

  EffectRunner(Receipts receipts, Object lock, EffectLines lines, Supplier<Instant> now) {
    this.receipts = receipts;
    this.lock = lock;
    this.lines = lines;
    this.now = now;
  }

  /**
   * At start: whatever was begun and has no end was cut short by a crash.
   *
   * @param unended beginnings whose end is not in the audit log
   */
  void markInterrupted(List<Map<String, String>> unended) {
    synchronized (lock) {
      unended.forEach(this::tellEnd);
      for (EffectRecord record : receipts.open()) {
        if (record.stage() == EffectStage.BEGUN) {
          reach(
              record,
              EffectStage.INDETERMINATE,
              "the agent ended while it was under way",
              Map.of());
        }
      }
    }
  }

  private void tellEnd(Map<String, String> beginning) {
    Optional<EffectRecord> record = receipts.find(beginning.getOrDefault(EffectLines.REQUEST, ""));
    if (record.isEmpty()) {
      lines.notBegun(beginning);
    } else if (record.get().stage() != EffectStage.BEGUN) {
      lines.ended(record.get());
    }
  }

  EffectRecord run(EffectRecord begun, Effect effect) {
    try {
      Outcome outcome = effect.run();
      return reach(
          begun,
          outcome.done() ? EffectStage.DONE : EffectStage.FAILED,
          outcome.summary(),
          outcome.facts());
    } catch (KeyparityException e) {
      return afterFailure(begun, effect, e);
    } catch (RuntimeException e) {
      log.error("{} failed", begun.key(), e);
      return afterFailure(
          begun,
          effect,
          new KeyparityException(
              ErrorCode.INTERNAL, begun.key() + ": failed; the agent's log has the reason", "", e));
    }
  }

  private EffectRecord afterFailure(EffectRecord begun, Effect effect, KeyparityException failure) {
    log.warn("{}: {}", begun.key(), failure.operatorMessage());
    log.debug("{}", begun.key(), failure);
    Map<String, String> facts = new HashMap<>(failure.context());
    facts.put(ERROR, failure.code().name());
    if (!failure.whatToDo().isEmpty()) {
      facts.put("what_to_do", failure.whatToDo());
    }
    Settlement settlement = look(begun, effect);
    if (settlement instanceof Settlement.Happened happened) {
      facts.putAll(happened.facts());
      return reach(begun, EffectStage.SETTLED_DONE, happened.summary(), facts);
    }
    if (settlement instanceof Settlement.DidNotHappen
        || settlement instanceof Settlement.RedoIsSafe) {
      return reach(begun, EffectStage.FAILED, failure.operatorMessage(), facts);
    }
    return reach(begun, EffectStage.INDETERMINATE, failure.operatorMessage(), facts);
  }

  /**
   * Looks how an effect ended.
   *
   * @param beforeRedo what must pass before the effect is done again; null if it must not be,
   *     because the effect at hand is not that of the very same request
   */
  EffectRecord settle(EffectRecord open, Effect effect, @Nullable Runnable beforeRedo) {
    Settlement settlement = look(open, effect);
    if (settlement instanceof Settlement.Happened happened) {
      return reach(open, EffectStage.SETTLED_DONE, happened.summary(), happened.facts());
    }
    if (settlement instanceof Settlement.DidNotHappen not) {
      return reach(open, EffectStage.SETTLED_NOT_DONE, not.summary(), Map.of());
    }
    if (settlement instanceof Settlement.RedoIsSafe) {
      if (beforeRedo == null) {
        return reach(open, EffectStage.SETTLED_NOT_DONE, "given up for a later attempt", Map.of());
      }
      synchronized (lock) {
        beforeRedo.run();
        lines.begun(open, "");
      }
      return run(open, effect);
    }
    return open;
  }

  /** Settles an earlier attempt, or refuses the later one. */
  void requireSettled(EffectRecord earlier, Effect effect, String warrant) {
    EffectRecord now = settle(earlier, effect, null);
    if (now.stage().isSettled()) {
      return;
    }
    boolean operatorLooked = !warrant.isEmpty() && !warrant.equals(earlier.warrant());
    Settlement settlement = look(earlier, effect);
    if (settlement instanceof Settlement.OperatorMustTell && operatorLooked) {
      reach(
          earlier,
          EffectStage.SETTLED_NOT_DONE,
          "given up under warrant " + warrant + ", signed after it was cut short",
          Map.of());
      return;
    }
    throw new KeyparityException(
            ErrorCode.INDETERMINATE,
            "%s: begun at %s, end unknown: %s (expected: settled before a later attempt)"
                .formatted(earlier.key(), earlier.begunAt(), why(settlement)),
            "look at the host, then: keyparity run resume " + earlier.key().service())
        .withRule("I6");
  }

  private static String why(Settlement settlement) {
    if (settlement instanceof Settlement.OperatorMustTell must) {
      return must.why();
    }
    return settlement instanceof Settlement.CannotTell cannot ? cannot.why() : "not settled";
  }

  private static Settlement look(EffectRecord record, Effect effect) {
    if (effect.kind() != record.kind()) {
      return new Settlement.CannotTell("it was of kind " + record.kind().text());
    }
    try {
      return effect.settle(record);
    } catch (KeyparityException e) {
      log.warn("look for the end of {}: {}", record.key(), e.operatorMessage());
      return new Settlement.CannotTell(e.operatorMessage());
    }
  }

  private EffectRecord reach(
      EffectRecord record, EffectStage stage, String summary, Map<String, String> facts) {
    synchronized (lock) {
      EffectRecord next = record.reached(stage, now.get(), summary, facts);
      receipts.write(next);
      lines.ended(next);
      return next;
    }
  }
}

package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.function.Supplier;

/** What operators' calls have in common: ids as people write them, failures as they are told. */
final class Requests {
  private Requests() {}

  static RunId runId(String service, String text) {
    try {
      return new RunId(text);
    } catch (IllegalArgumentException e) {
      throw new KeyparityException(
          ErrorCode.NO_SUCH_RUN,
          "run %s of %s: not on record (expected: 12 hex digits, a hyphen, 4 more)"
              .formatted(text, service),
          "keyparity run list --service " + service,
          e);
    }
  }

  /** The engine's failures under the names that operators and their programs know. */
  static <T> T naming(String service, Supplier<T> call) {
    try {
      return call.get();
    } catch (WorkflowException e) {
      ErrorCode code =
          switch (e.kind()) {
            case CONFLICT -> ErrorCode.CONFLICT;
            // Not NO_LEADER: whoever answers the operator adds who leads now, and asks that aside.
            case NOT_LEADING -> ErrorCode.STALE_LEADER;
            case STORE_UNAVAILABLE -> ErrorCode.ZOOKEEPER_UNAVAILABLE;
            case JOURNAL_UNREADABLE -> ErrorCode.STATE_CORRUPT;
            case NO_SUCH_RUN -> ErrorCode.NO_SUCH_RUN;
            case RUN_ALREADY_OPEN -> ErrorCode.RUN_ALREADY_OPEN;
            case NOT_NOW -> ErrorCode.USAGE;
            case IMPOSSIBLE_TRANSITION -> ErrorCode.INTERNAL;
          };
      throw new KeyparityException(
          code, String.valueOf(e.getMessage()), whatToDo(e.kind(), service), e);
    }
  }

  private static String whatToDo(WorkflowException.Kind kind, String service) {
    return switch (kind) {
      case NO_SUCH_RUN, NOT_NOW -> "keyparity run list " + service;
      case RUN_ALREADY_OPEN -> "keyparity run show " + service;
      case NOT_LEADING, STORE_UNAVAILABLE, CONFLICT -> "try again";
      case JOURNAL_UNREADABLE, IMPOSSIBLE_TRANSITION -> "see the coordinator's log";
    };
  }
}

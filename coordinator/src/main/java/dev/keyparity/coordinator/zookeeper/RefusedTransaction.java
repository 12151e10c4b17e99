package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.OpResult;

/**
 * A transaction of an epoch check and some changes that ZooKeeper answered with no; knows which
 * part was in the way. Never leaves this package.
 */
final class RefusedTransaction extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final KeeperException.Code code;

  private RefusedTransaction(int index, KeeperException.Code code, KeeperException cause) {
    super(cause);
    this.index = index;
    this.code = code;
  }

  static RefusedTransaction of(KeeperException e) {
    List<OpResult> results = e.getResults() == null ? List.of() : e.getResults();
    for (int i = 0; i < results.size(); i++) {
      // Parts before the culprit say OK, parts after it say RUNTIMEINCONSISTENCY.
      if (results.get(i) instanceof OpResult.ErrorResult error
          && error.getErr() != KeeperException.Code.OK.intValue()
          && error.getErr() != KeeperException.Code.RUNTIMEINCONSISTENCY.intValue()) {
        return new RefusedTransaction(i, KeeperException.Code.get(error.getErr()), e);
      }
    }
    return new RefusedTransaction(-1, e.code(), e);
  }

  /** Whether it was the epoch check: the epoch znode is not the one of our leadership. */
  boolean isStale() {
    return index == 0;
  }

  KeeperException.Code code() {
    return code;
  }

  /**
   * @param changes what stood behind the epoch check
   */
  KeyparityException asFailure(FencingToken token, List<RecordWrite> changes) {
    if (isStale()) {
      return stale(token);
    }
    String what =
        index > 0 && index <= changes.size() ? changes.get(index - 1).key().toString() : "parent";
    return switch (code) {
      case BADVERSION -> conflict(what + " was changed by another writer (expected: as read)");
      case NODEEXISTS -> conflict(what + " exists already (expected: none)");
      case NONODE -> conflict(what + " is gone (expected: as read)");
      case NOTEMPTY -> conflict(what + " got new records meanwhile (expected: none)");
      default ->
          new KeyparityException(
              ErrorCode.INTERNAL, "record: %s: %s".formatted(what, code), "", getCause());
    };
  }

  static KeyparityException stale(FencingToken token) {
    return new KeyparityException(
        ErrorCode.STALE_LEADER,
        "leadership: %s is over (expected: the present leader writes)".formatted(token));
  }

  private KeyparityException conflict(String sentence) {
    return new KeyparityException(ErrorCode.CONFLICT, "record: " + sentence, "", getCause());
  }
}

package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.coordinator.workflow.ActFailure;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.coordinator.workflow.RunRevocation;
import dev.keyparity.coordinator.workflow.RunRevocation.Delivery;
import dev.keyparity.coordinator.workflow.RunRevocation.State;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fault.NextAction;
import dev.keyparity.proto.agent.v1.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which hosts are asked next to keep an aborted run's revocation, and what their answers mean.
 * Pure.
 *
 * <ol>
 *   <li>A host that confirmed is not asked again; one that was never asked is asked at once.
 *   <li>A host that this leadership has not fenced, or that the service no longer has, is not
 *       asked: it is noted as not reached.
 *   <li>One that did not answer is asked again after a pause that doubles up to {@link #LONGEST},
 *       and soon when it is heard of; one that refused after {@link #REFUSED}, because only a
 *       person can change its mind. Nobody is given up.
 * </ol>
 */
final class Deliveries {
  static final Duration SHORTEST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofMinutes(5);
  static final Duration REFUSED = Duration.ofMinutes(15);
  private static final int MOST_DOUBLINGS = 10;

  private Deliveries() {}

  /** How often, and when last, a host was asked in this leadership. */
  record Asked(int times, Instant last) {
    static final Asked NEVER = new Asked(0, Instant.MIN);

    Asked again(Instant now) {
      return new Asked(times + 1, now);
    }
  }

  /**
   * @param due who is to be asked now
   * @param learned how it stands with hosts that cannot be asked, where that is news
   * @param next when somebody will be due; {@link Instant#MAX} if nobody will
   */
  record Round(Set<String> due, Map<String, Delivery> learned, Instant next) {}

  /**
   * @param heard whether there is a fresh report of a host
   */
  static Round next(
      RunRevocation revocation,
      Fenced fenced,
      Predicate<String> heard,
      Map<String, Asked> asked,
      Instant now) {
    TreeSet<String> due = new TreeSet<>();
    TreeMap<String, Delivery> learned = new TreeMap<>();
    Instant next = Instant.MAX;
    for (Map.Entry<String, Delivery> at : revocation.hosts().entrySet()) {
      String host = at.getKey();
      Delivery stands = at.getValue();
      if (stands.isConfirmed()) {
        continue;
      }
      if (!fenced.isFenced(host)) {
        Delivery noted = stands.failing(State.UNREACHABLE, now, whyNotAsked(host, fenced));
        if (!noted.equals(stands)) {
          learned.put(host, noted);
        }
        continue;
      }
      Instant dueAt = dueAt(stands, heard.test(host), asked.getOrDefault(host, Asked.NEVER));
      if (dueAt.isAfter(now)) {
        next = dueAt.isBefore(next) ? dueAt : next;
      } else {
        due.add(host);
      }
    }
    return new Round(due, learned, next);
  }

  private static ActFailure whyNotAsked(String host, Fenced fenced) {
    String silent = fenced.silent().get(host);
    return silent == null
        ? new ActFailure(
            ErrorCode.NO_SUCH_HOST.name(),
            "%s is no host of the service any more, so its agent is not asked".formatted(host),
            "keyparity service apply -f FILE brings it back",
            Next.ASK_OPERATOR)
        : new ActFailure(ErrorCode.NOT_FENCED.name(), silent, "", Next.RETRY);
  }

  private static Instant dueAt(Delivery stands, boolean heard, Asked asked) {
    if (asked.times() == 0 || stands.state() == State.PENDING) {
      return asked.last();
    }
    if (stands.state() == State.REFUSED) {
      return asked.last().plus(REFUSED);
    }
    return asked.last().plus(heard ? SHORTEST : pauseAfter(asked.times()));
  }

  private static Duration pauseAfter(int times) {
    Duration pause = SHORTEST.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  /** What an agent's receipt means. */
  static Delivery of(Delivery before, Receipt receipt, Instant now) {
    return switch (receipt.getOutcome()) {
      case DONE, SETTLED_DONE -> before.confirmed(now);
      case SETTLED_NOT_DONE -> before.nextAttempt();
      case FAILED -> before.failing(State.REFUSED, now, failure("failed", receipt)).nextAttempt();
      default ->
          before.failing(State.UNREACHABLE, now, failure(ErrorCode.INDETERMINATE.name(), receipt));
    };
  }

  private static ActFailure failure(String code, Receipt receipt) {
    return new ActFailure(code, receipt.getSummary(), "", Next.RETRY);
  }

  /**
   * What an agent's refusal means, or that it did not answer.
   *
   * @throws KeyparityException the same, if it says that this coordinator does not lead
   */
  static Delivery of(Delivery before, KeyparityException failure, Instant now) {
    return switch (failure.code()) {
      case STALE_LEADER, NO_LEADER -> throw failure;
      default -> {
        boolean passes =
            failure.code().nextAction() == NextAction.RETRY
                || failure.code() == ErrorCode.NOT_FENCED;
        yield before.failing(
            passes ? State.UNREACHABLE : State.REFUSED,
            now,
            new ActFailure(
                failure.code().name(),
                failure.operatorMessage(),
                failure.whatToDo(),
                passes ? Next.RETRY : Next.ASK_OPERATOR));
      }
    };
  }
}

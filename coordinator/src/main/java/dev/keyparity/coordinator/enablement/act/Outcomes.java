package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.workflow.ActFailure;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fault.NextAction;
import dev.keyparity.proto.agent.v1.Receipt;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What receipts and refusals mean for the journal. Pure but for waiting. */
final class Outcomes {
  private Outcomes() {}

  /** Waits for a call; a failure comes out as the exception it failed with. */
  static <T> T await(CompletableFuture<T> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KeyparityException refusal) {
        throw refusal;
      }
      if (e.getCause() instanceof Error fault) {
        throw fault;
      }
      throw new KeyparityException(
          ErrorCode.INTERNAL, "call failed: " + e.getCause(), "", e.getCause());
    }
  }

  static ActResult of(Receipt receipt) {
    return of(receipt, Map.of());
  }

  /**
   * @param more facts beside those of the receipt
   */
  static ActResult of(Receipt receipt, Map<String, String> more) {
    TreeMap<String, String> facts = new TreeMap<>(receipt.getFactsMap());
    facts.putAll(more);
    return switch (receipt.getOutcome()) {
      case DONE, SETTLED_DONE -> ActResult.done(receipt.getSummary(), facts);
      case SETTLED_NOT_DONE ->
          ActResult.notDone("settled-not-done", receipt.getSummary(), "", Next.RE_OBSERVE);
      case FAILED -> ActResult.notDone("failed", receipt.getSummary(), "", Next.RE_OBSERVE);
      case INDETERMINATE -> new ActResult.Indeterminate(receipt.getSummary());
      default -> new ActResult.Unanswered("receipt without an outcome");
    };
  }

  static ActResult of(KeyparityException refusal) {
    return switch (refusal.code()) {
      // Nobody can say whether it was done: the same request is sent again.
      case PEER_UNREACHABLE, DEADLINE_EXCEEDED, CANCELLED, NOT_FENCED, ZOOKEEPER_UNAVAILABLE ->
          new ActResult.Unanswered(refusal.operatorMessage());
      case INDETERMINATE -> new ActResult.Indeterminate(refusal.operatorMessage());
      case STALE_LEADER, NO_LEADER ->
          throw new WorkflowException(
              WorkflowException.Kind.NOT_LEADING, refusal.operatorMessage(), refusal);
      default ->
          new ActResult.NotDone(
              new ActFailure(
                  refusal.code().name(),
                  refusal.operatorMessage(),
                  refusal.whatToDo(),
                  next(refusal.code().nextAction())));
    };
  }

  private static Next next(NextAction action) {
    return switch (action) {
      case RETRY -> Next.RETRY;
      case RE_OBSERVE -> Next.RE_OBSERVE;
      case ASK_OPERATOR -> Next.ASK_OPERATOR;
      case STOP -> Next.STOP;
    };
  }
}

package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.workflow.ActFailure;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fault.NextAction;
import dev.keyparity.proto.agent.v1.Receipt;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * What receipts and refusals mean for the journal. Pure but for waiting.
 *
 * <p>An agent names itself in none of its sentences; here each gets the host it came from.
 */
final class Outcomes {
  /** Facts of a receipt of something that failed, as agents leave them. */
  private static final String ERROR = "error";

  private static final String OUTPUT = "output";

  private static final int MOST_OUTPUT = 300;

  private Outcomes() {}

  /**
   * Waits for a call; a failure comes out as the exception it failed with.
   *
   * @param host whom it went to
   */
  static <T> T await(String host, CompletableFuture<T> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KeyparityException refusal) {
        throw named(host, refusal);
      }
      if (e.getCause() instanceof Error fault) {
        throw fault;
      }
      throw new KeyparityException(
          ErrorCode.INTERNAL,
          "%s: call failed: %s".formatted(host, e.getCause()),
          "",
          e.getCause());
    }
  }

  private static KeyparityException named(String host, KeyparityException refusal) {
    String words = on(host, refusal.operatorMessage());
    if (words.equals(refusal.operatorMessage())) {
      return refusal;
    }
    KeyparityException named =
        new KeyparityException(refusal.code(), words, refusal.whatToDo(), refusal);
    for (Map.Entry<String, String> fact : refusal.context().entrySet()) {
      named = named.withContext(fact.getKey(), fact.getValue());
    }
    return refusal.rule().isEmpty() ? named : named.withRule(refusal.rule());
  }

  private static String on(String host, String words) {
    boolean says = Pattern.compile("\\b" + Pattern.quote(host) + "\\b").matcher(words).find();
    return says ? words : host + ": " + words;
  }

  static ActResult of(String host, Receipt receipt) {
    return of(host, receipt, Map.of());
  }

  /**
   * @param host whose receipt it is
   * @param more facts beside those of the receipt
   */
  static ActResult of(String host, Receipt receipt, Map<String, String> more) {
    TreeMap<String, String> facts = new TreeMap<>(receipt.getFactsMap());
    facts.putAll(more);
    String summary = receipt.getSummary();
    return switch (receipt.getOutcome()) {
      case DONE, SETTLED_DONE -> ActResult.done(summary, facts);
      case SETTLED_NOT_DONE ->
          ActResult.notDone("settled-not-done", on(host, summary), "", Next.RE_OBSERVE);
      case FAILED -> failed(host, receipt);
      case INDETERMINATE -> new ActResult.Indeterminate(on(host, summary));
      default -> new ActResult.Unanswered(on(host, "receipt without an outcome"));
    };
  }

  /**
   * It was tried and is not in place. The receipt says with which error, and so who acts next; what
   * names no error is a declared command that ended badly, and is not simply run again.
   */
  private static ActResult failed(String host, Receipt receipt) {
    Map<String, String> facts = receipt.getFactsMap();
    Optional<ErrorCode> code = codeOf(facts.getOrDefault(ERROR, ""));
    String said = facts.getOrDefault(OUTPUT, "").strip();
    String tail = said.substring(Math.max(0, said.length() - MOST_OUTPUT));
    return ActResult.notDone(
        code.map(ErrorCode::name).orElse("failed"),
        on(host, receipt.getSummary()) + (tail.isEmpty() ? "" : ": it said: " + tail),
        facts.getOrDefault(Acts.WHAT_TO_DO, ""),
        code.map(it -> next(it.nextAction())).orElse(Next.ASK_OPERATOR));
  }

  private static Optional<ErrorCode> codeOf(String name) {
    return Arrays.stream(ErrorCode.values()).filter(code -> code.name().equals(name)).findFirst();
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

package dev.keyparity.coordinator.workflow;

/**
 * Everything a doer needs to have one attempt of an act done.
 *
 * @param term the leadership it is done under, which may be later than that of the intent
 */
public record ActOrder(
    String service, RunId run, StepId step, Act act, int attempt, String requestId, Term term) {

  @Override
  public String toString() {
    return "%s, attempt %d, step %s of run %s".formatted(act, attempt, step, run);
  }
}

package dev.keyparity.agent.guard;

import dev.keyparity.daemon.fencing.RequestId;

/**
 * Which attempt of which act a request is: what its id is derived from.
 *
 * @param act what within the step, such as {@code install}
 * @param attempt from 1
 */
public record RequestKey(
    String service, String run, String step, String act, String host, int attempt) {

  public RequestKey {
    if (service.isBlank() || run.isBlank() || step.isBlank() || act.isBlank() || host.isBlank()) {
      throw new IllegalArgumentException(
          "request: service '%s', run '%s', step '%s', act '%s', host '%s' (expected: all set)"
              .formatted(service, run, step, act, host));
    }
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt: %d (expected: >= 1)".formatted(attempt));
    }
  }

  public RequestId id() {
    return RequestId.derive(service, run, step, act, host, attempt);
  }

  /** The same act whatever the attempt. */
  RequestKey firstAttempt() {
    return new RequestKey(service, run, step, act, host, 1);
  }

  @Override
  public String toString() {
    return "%s of step %s, run %s, attempt %d".formatted(act, step, run, attempt);
  }
}

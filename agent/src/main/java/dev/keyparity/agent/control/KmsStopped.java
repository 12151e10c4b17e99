package dev.keyparity.agent.control;

import dev.keyparity.agent.store.StoppedProof;
import java.util.Optional;

/**
 * Whether a KMS is stopped, looked at each time it is asked. Unknown is not stopped: a key file is
 * never changed under a process that may live.
 */
public final class KmsStopped implements StoppedProof {
  private final KmsControl control;
  private final KmsHealth health;

  public KmsStopped(KmsControl control, KmsHealth health) {
    this.control = control;
    this.health = health;
  }

  @Override
  public Optional<String> refutation() {
    KmsStatus status = control.status();
    if (status.state() != KmsStatus.State.DOWN) {
      return Optional.of(
          status
              .process()
              .map(process -> "process " + process.instance().pid() + " lives")
              .orElse("whether a process lives is unknown: " + status.detail()));
    }
    // A process that the declared status command does not know of would still answer.
    return health.problem().isEmpty()
        ? Optional.of("something answers at its address")
        : Optional.empty();
  }
}

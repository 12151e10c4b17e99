package dev.keyparity.agent.control;

import dev.keyparity.agent.store.StoppedProof;
import java.util.Optional;

/**
 * The proof that a KMS is stopped: no process of it is found, by whatever its control knows, and
 * nothing answers at its address either. What cannot be told is no proof.
 */
public final class KmsStopped implements StoppedProof {
  private final KmsControl control;
  private final HealthProbe health;

  public KmsStopped(KmsControl control, HealthProbe health) {
    this.control = control;
    this.health = health;
  }

  @Override
  public Optional<String> refutation() {
    ProcessSighting sighting = control.look();
    if (!(sighting instanceof ProcessSighting.NoProcess)) {
      return Optional.of(sighting.text());
    }
    return health.ask() == HealthProbe.Answer.SILENT
        ? Optional.empty()
        : Optional.of("no process is found, and its address is listened on");
  }
}

package dev.keyparity.agent.control;

import dev.keyparity.agent.control.KmsObservation.State;
import java.util.Optional;

/** Looks at process and health of one KMS together. Thread-safe. */
public final class KmsObserver {
  private final KmsControl control;
  private final HealthProbe health;

  public KmsObserver(KmsControl control, HealthProbe health) {
    this.control = control;
    this.health = health;
  }

  /** Looks now. Up means: one and the same process lived before and after the KMS answered. */
  public KmsObservation observe() {
    ProcessSighting before = control.look();
    if (before instanceof ProcessSighting.CannotTell unknown) {
      return new KmsObservation(State.UNKNOWN, Optional.empty(), unknown.why());
    }
    HealthProbe.Answer answer = health.ask();
    if (before instanceof ProcessSighting.NoProcess none) {
      return answer == HealthProbe.Answer.ANSWERS
          ? new KmsObservation(
              State.UNKNOWN,
              Optional.empty(),
              "a KMS answers, and no process of it is found (%s)".formatted(none.how()))
          : new KmsObservation(State.DOWN, Optional.empty(), none.how());
    }
    ProcessSighting.Lives lives = (ProcessSighting.Lives) before;
    if (answer != HealthProbe.Answer.ANSWERS) {
      return new KmsObservation(State.STARTING, Optional.of(lives), "its process lives, no answer");
    }
    boolean same =
        control.look().living().filter(now -> now.process().equals(lives.process())).isPresent();
    return same
        ? new KmsObservation(State.UP, Optional.of(lives), "")
        : new KmsObservation(State.STARTING, Optional.empty(), "its process changed meanwhile");
  }
}

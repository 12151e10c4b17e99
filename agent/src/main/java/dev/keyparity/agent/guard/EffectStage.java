package dev.keyparity.agent.guard;

/** How far an effect has come. */
public enum EffectStage {
  /** Its record is durable; the effect itself may or may not have happened. */
  BEGUN(false),
  /** It is in place. */
  DONE(true),
  /** It was tried and failed; nothing half done remains. */
  FAILED(true),
  /** A crash or a failure left it open, and looking did not tell yet. */
  INDETERMINATE(false),
  /** Found done by looking. */
  SETTLED_DONE(true),
  /** Found not done by looking: a new attempt may begin. */
  SETTLED_NOT_DONE(true);

  private final boolean settled;

  EffectStage(boolean settled) {
    this.settled = settled;
  }

  /** Whether it stays so for ever. */
  public boolean isSettled() {
    return settled;
  }
}

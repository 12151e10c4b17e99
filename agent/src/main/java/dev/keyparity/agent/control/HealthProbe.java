package dev.keyparity.agent.control;

/** Whether this host's own KMS answers. Thread-safe; ends within its own deadline. */
@FunctionalInterface
public interface HealthProbe {

  /** What one question to the KMS came to. */
  enum Answer {
    /** The KMS application answered over HTTP. */
    ANSWERS,
    /** Something listens and is not (yet) the KMS application. */
    NOT_YET,
    /** Nothing listens. */
    SILENT
  }

  Answer ask();
}

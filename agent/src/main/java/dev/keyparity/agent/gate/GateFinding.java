package dev.keyparity.agent.gate;

import dev.keyparity.keyring.Verdict;

/** What a start gate finds, and what it does then: the whole table. */
public enum GateFinding {
  IN_PARITY(Answer.START, "the approved key file, byte for byte"),
  NOT_ENROLLED(Answer.WARN, "no identity statement for the service on this host yet"),
  EQUIVALENT(Answer.WARN, "other bytes, provably the approved key"),
  UNPROVEN(Answer.WARN, "the approved fingerprints; the secret part cannot be proven from here"),
  DIVERGED(Answer.REFUSE, "another key, or a key added"),
  SUBSET(Answer.REFUSE, "an approved key or subkey is missing"),
  DAMAGED(Answer.REFUSE, "empty, truncated, garbled, or a secret part that does not fit"),
  ABSENT(Answer.REFUSE, "no key file"),
  UNREADABLE(Answer.REFUSE, "a key file that cannot be read"),
  REMOVED(Answer.REFUSE, "this host was taken out of the service"),
  CHANGING(Answer.REFUSE, "no two equal reads within 5 s"),
  INSTALL_INTERRUPTED(Answer.REFUSE, "the agent began to replace the key and did not end"),
  STATEMENT_CORRUPT(Answer.REFUSE, "the identity statement on record does not verify"),
  STATE_UNREADABLE(Answer.REFUSE, "agent.yaml or the agent's state cannot be read");

  /** What the gate does. */
  public enum Answer {
    /** The KMS starts. */
    START,
    /** The KMS starts, and the journal says that it was not proven good. */
    WARN,
    /** The KMS does not start, unless the gate is overridden. */
    REFUSE
  }

  private final Answer answer;
  private final String doc;

  GateFinding(Answer answer, String doc) {
    this.answer = answer;
    this.doc = doc;
  }

  public Answer answer() {
    return answer;
  }

  /** One line for people. */
  public String doc() {
    return doc;
  }

  static GateFinding of(Verdict verdict) {
    return switch (verdict) {
      case IN_PARITY -> IN_PARITY;
      case EQUIVALENT -> EQUIVALENT;
      case UNPROVEN -> UNPROVEN;
      case CHANGING -> CHANGING;
      case DIVERGED -> DIVERGED;
      case SUBSET -> SUBSET;
      case DAMAGED -> DAMAGED;
      case ABSENT -> ABSENT;
      // The last two are said of hosts from afar, and never come of a comparison on the spot.
      case UNREADABLE, UNKNOWN, ROLLED_BACK -> UNREADABLE;
    };
  }
}

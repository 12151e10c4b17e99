package dev.keyparity.daemon.warrant;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.List;

/** Whether enough pinned operators signed a document. */
public sealed interface Approval {

  /**
   * @param operators who signed, sorted, each once
   */
  record Approved(List<String> operators) implements Approval {
    public Approved {
      operators = List.copyOf(operators);
    }
  }

  /**
   * @param rule the rule that failed
   * @param detail one sentence: what was found and what was expected
   */
  record Refused(Rule rule, String detail) implements Approval {}

  /** The rules a document's signatures must meet; the first that fails is named. */
  enum Rule {
    /** The bytes under a signature of a pinned key are not what that key signed. */
    SIGNATURE_GENUINE,
    /** The name beside a signature is the pinned name of its key. */
    NAME_MATCHES_KEY,
    /** The operator may sign for the service. */
    SERVICE_ALLOWED,
    /** The operator may sign every act in the document. */
    VERBS_ALLOWED,
    /** Enough different operators signed. */
    ENOUGH_SIGNATURES
  }

  default boolean isApproved() {
    return this instanceof Approved;
  }

  /**
   * Who signed.
   *
   * @throws KeyparityException {@link ErrorCode#WARRANT_INVALID} if refused
   */
  default List<String> orElseThrow() {
    if (this instanceof Approved approved) {
      return approved.operators();
    }
    Refused refused = (Refused) this;
    throw new KeyparityException(
            ErrorCode.WARRANT_INVALID,
            refused.detail(),
            "keyparity approve PLAN   signs it; each agent.yaml lists its operators")
        .withContext("warrant_rule", refused.rule().name());
  }
}

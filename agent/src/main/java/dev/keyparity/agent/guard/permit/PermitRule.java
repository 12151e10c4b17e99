package dev.keyparity.agent.guard.permit;

import java.util.EnumSet;
import java.util.Set;

/**
 * The rules of stop permits by name. All are always in force; tests drop one at a time to show that
 * each is needed.
 */
enum PermitRule {
  /** No ask while a permit given is outstanding. */
  NO_ASK_WHILE_OUTSTANDING,
  /** An ask dies some seconds after its nonce was made. */
  ASK_DIES,
  /** A nonce is made durable before use and never used again. */
  NONCE_NEVER_REUSED,
  /** Permits count for the present nonce only. */
  PRESENT_NONCE_ONLY,
  /** Giving a permit cancels one's own ask. */
  GIVING_CANCELS_OWN_ASK,
  /** No permit is given from a begun stop to its end. */
  NO_PERMIT_ONCE_BEGUN,
  /** A begun stop survives a crash. */
  BEGUN_SURVIVES_CRASH,
  /** Every other host of the statement must permit. */
  EVERY_OTHER_HOST,
  /** Every member that permits serves the approved key. */
  MEMBERS_SERVE_APPROVED,
  /** At least one other host serves the approved key as a member. */
  ONE_MEMBER_SERVES,
  /** Asker and giver hold the same statement. */
  SAME_STATEMENT;

  static Set<PermitRule> all() {
    return EnumSet.allOf(PermitRule.class);
  }

  static Set<PermitRule> without(PermitRule dropped) {
    return EnumSet.complementOf(EnumSet.of(dropped));
  }
}

package dev.keyparity.agent.guard.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule is what refuses: with it a decision is refused, and without it alone allowed. */
class PermitRuleTest {
  private static final Electorate FIRST = statement(1);
  private static final Electorate SECOND = statement(2);

  @ParameterizedTest
  @EnumSource(
      value = PermitRule.class,
      names = {
        "NO_ASK_WHILE_OUTSTANDING",
        "ASK_DIES",
        "PRESENT_NONCE_ONLY",
        "GIVING_CANCELS_OWN_ASK",
        "NO_PERMIT_ONCE_BEGUN",
        "EVERY_OTHER_HOST",
        "MEMBERS_SERVE_APPROVED",
        "ONE_MEMBER_SERVES",
        "SAME_STATEMENT"
      })
  void decision_withoutItsRule_isAllowed(PermitRule rule) {
    assertThat(decision(rule, PermitRule.all())).isInstanceOf(PermitDecision.Refused.class);

    assertThat(decision(rule, PermitRule.without(rule))).isInstanceOf(PermitDecision.Allowed.class);
  }

  private static PermitDecision decision(PermitRule rule, Set<PermitRule> rules) {
    return switch (rule) {
      case NO_ASK_WHILE_OUTSTANDING ->
          allowed(fresh().give(askOf("kms2", FIRST), FIRST, Duration.ZERO, rules))
              .ask(FIRST, Duration.ZERO, rules);
      case ASK_DIES -> begin(asked(rules), bothServe(1, FIRST), FIRST, PermitState.ASK_LIFE, rules);
      case PRESENT_NONCE_ONLY -> {
        PermitState askedAgain = allowed(asked(rules).ask(FIRST, Duration.ZERO, rules));
        yield begin(askedAgain, bothServe(1, FIRST), FIRST, Duration.ZERO, rules);
      }
      case GIVING_CANCELS_OWN_ASK -> {
        PermitState gave =
            allowed(asked(rules).give(askOf("kms2", FIRST), FIRST, Duration.ZERO, rules));
        yield begin(gave, bothServe(1, FIRST), FIRST, Duration.ZERO, rules);
      }
      case NO_PERMIT_ONCE_BEGUN -> {
        PermitState begun =
            allowed(begin(asked(rules), bothServe(1, FIRST), FIRST, Duration.ZERO, rules));
        yield begun.give(askOf("kms2", FIRST), FIRST, Duration.ZERO, rules);
      }
      case EVERY_OTHER_HOST ->
          begin(
              asked(rules),
              List.of(permit("kms2", 1, FIRST, Standing.MEMBER, "approved")),
              FIRST,
              Duration.ZERO,
              rules);
      case MEMBERS_SERVE_APPROVED ->
          begin(
              asked(rules),
              List.of(
                  permit("kms2", 1, FIRST, Standing.MEMBER, "approved"),
                  permit("kms3", 1, FIRST, Standing.MEMBER, "another")),
              FIRST,
              Duration.ZERO,
              rules);
      case ONE_MEMBER_SERVES ->
          begin(
              asked(rules),
              List.of(
                  permit("kms2", 1, FIRST, Standing.JOINING, "approved"),
                  permit("kms3", 1, FIRST, Standing.JOINING, "approved")),
              FIRST,
              Duration.ZERO,
              rules);
      case SAME_STATEMENT -> begin(asked(rules), bothServe(1, FIRST), SECOND, Duration.ZERO, rules);
      case NONCE_NEVER_REUSED, BEGUN_SURVIVES_CRASH ->
          throw new IllegalArgumentException(rule + ": about a crash, which refuses nothing");
    };
  }

  /** The same rule on its two other sides: the giver's, and a permit of another statement. */
  @ParameterizedTest
  @EnumSource(StatementSide.class)
  void otherStatement_onEverySide_isRefusedByThatRuleAlone(StatementSide side) {
    assertThat(side.decision(PermitRule.all())).isInstanceOf(PermitDecision.Refused.class);

    assertThat(side.decision(PermitRule.without(PermitRule.SAME_STATEMENT)))
        .isInstanceOf(PermitDecision.Allowed.class);
  }

  private enum StatementSide {
    GIVER {
      @Override
      PermitDecision decision(Set<PermitRule> rules) {
        return fresh().give(askOf("kms2", SECOND), FIRST, Duration.ZERO, rules);
      }
    },
    PERMIT {
      @Override
      PermitDecision decision(Set<PermitRule> rules) {
        return begin(asked(rules), bothServe(1, SECOND), FIRST, Duration.ZERO, rules);
      }
    };

    abstract PermitDecision decision(Set<PermitRule> rules);
  }

  private static PermitState fresh() {
    return PermitState.fresh("kms1");
  }

  /** kms1 with its first ask, of nonce 1. */
  private static PermitState asked(Set<PermitRule> rules) {
    return allowed(fresh().ask(FIRST, Duration.ZERO, rules));
  }

  private static PermitDecision begin(
      PermitState state,
      List<Permit> permits,
      Electorate electorate,
      Duration now,
      Set<PermitRule> rules) {
    BegunStop stop = new BegunStop(1, 1, Instant.EPOCH, "boot", 0, "", false);
    return state.begin(permits, Set.of(), electorate, stop, now, rules);
  }

  private static List<Permit> bothServe(long nonce, Electorate electorate) {
    return List.of(
        permit("kms2", nonce, electorate, Standing.MEMBER, "approved"),
        permit("kms3", nonce, electorate, Standing.MEMBER, "approved"));
  }

  private static Permit permit(
      String giver, long nonce, Electorate electorate, Standing standing, String serving) {
    return new Permit(
        "kms", electorate.generation(), "kms1", nonce, giver, standing, true, serving);
  }

  private static Ask askOf(String host, Electorate electorate) {
    return new Ask("kms", electorate.generation(), host, 1, Standing.MEMBER);
  }

  private static Electorate statement(long generation) {
    return new Electorate(generation, Set.of("kms1", "kms2", "kms3"), "approved");
  }

  private static PermitState allowed(PermitDecision decision) {
    assertThat(decision).isInstanceOf(PermitDecision.Allowed.class);
    return ((PermitDecision.Allowed) decision).state();
  }
}

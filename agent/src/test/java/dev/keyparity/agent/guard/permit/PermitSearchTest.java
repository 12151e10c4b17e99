package dev.keyparity.agent.guard.permit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Never two hosts down, whatever the relay does; and each rule that this rests on is needed. */
class PermitSearchTest {

  @Test
  void search_allRules_findsNoStateWithTwoHostsDown() {
    PermitSearch.Result result = new PermitSearch(PermitRule.all()).run();

    assertThat(result.violation()).isEmpty();
    // A search that walks nowhere would find nothing either.
    assertThat(result.worlds()).isGreaterThan(50_000);
  }

  @ParameterizedTest
  @EnumSource(
      value = PermitRule.class,
      names = {
        "GIVING_CANCELS_OWN_ASK",
        "NO_PERMIT_ONCE_BEGUN",
        "EVERY_OTHER_HOST",
        "PRESENT_NONCE_ONLY",
        "NONCE_NEVER_REUSED",
        "BEGUN_SURVIVES_CRASH"
      })
  void search_oneRuleDropped_findsTwoHostsDown(PermitRule dropped) {
    PermitSearch.Result result = new PermitSearch(PermitRule.without(dropped)).run();

    assertThat(result.violation()).as("way to two hosts down without %s", dropped).isPresent();
  }
}

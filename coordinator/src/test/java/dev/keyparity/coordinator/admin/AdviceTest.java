package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.inventory.Services;
import dev.keyparity.coordinator.parity.HostVerdict;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.keyring.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class AdviceTest {
  private static final String ADD =
      "keyparity host add kms-prod kms3  gives it the approved key, as a run";

  /** kms1 and kms2 hold the approved key; kms3 is declared, too. */
  private static List<String> advice(Verdict ofKms3, Set<String> listed) {
    return Advice.of(
        Services.of("kms-prod", List.of("kms1", "kms2", "kms3")),
        new ServiceParity(
            List.of("F".repeat(40)),
            "identity",
            List.of(
                host("kms1", Verdict.IN_PARITY),
                host("kms2", Verdict.IN_PARITY),
                host("kms3", ofKms3))),
        Optional.empty(),
        listed,
        Optional.empty());
  }

  private static ServiceParity.Host host(String name, Verdict verdict) {
    return new ServiceParity.Host(
        new HostVerdict(name, verdict, "", List.of(), Set.of(), "", "", false, false, false),
        null,
        false);
  }

  /** It was never given the approved key: there is nothing to put back. */
  @ParameterizedTest
  @EnumSource(names = {"ABSENT", "DIVERGED", "SUBSET", "DAMAGED", "UNREADABLE"})
  void hostThatNoStatementLists_isToBeAdded(Verdict verdict) {
    assertThat(advice(verdict, Set.of("kms1", "kms2"))).containsExactly(ADD);
  }

  @ParameterizedTest
  @EnumSource(names = {"ABSENT", "DIVERGED", "SUBSET", "DAMAGED", "UNREADABLE"})
  void hostThatTheStatementLists_isToBeRepaired(Verdict verdict) {
    assertThat(advice(verdict, Set.of("kms1", "kms2", "kms3")))
        .first()
        .asString()
        .startsWith("keyparity repair kms-prod kms3  puts the approved key back");
  }

  /** What was not read shows nothing. */
  @Test
  void statementNotReadYet_asIfItListedAll() {
    assertThat(advice(Verdict.DIVERGED, Set.of())).first().asString().contains("repair");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"ABSENT", "DIVERGED", "SUBSET", "DAMAGED", "UNREADABLE"})
  void hostOfWhichThatIsNotKnown_isNotToBeAdded(Verdict verdict) {
    assertThat(advice(verdict, Set.of("kms1", "kms2"))).doesNotContain(ADD);
  }
}

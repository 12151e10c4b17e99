package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WholeCommandsTest {
  private final WholeCommands commands = new WholeCommands("kms-prod");

  @Test
  void commands_withoutTheService_getIt() {
    assertThat(
            commands.in(
                List.of(
                    "then: keyparity run resume",
                    "then: keyparity run resume --keep A --give-way kms2=B",
                    "or ask its owner, then: keyparity key forget customer_pii@3 --reason …",
                    "keyparity run abort, then: keyparity repair kms2",
                    "keyparity status shows why")))
        .containsExactly(
            "then: keyparity run resume kms-prod",
            "then: keyparity run resume kms-prod --keep A --give-way kms2=B",
            "or ask its owner, then: keyparity key forget kms-prod customer_pii@3 --reason …",
            "keyparity run abort kms-prod, then: keyparity repair kms-prod kms2",
            "keyparity status kms-prod shows why");
  }

  @Test
  void commands_thatAreWhole_andOtherWords_stayAsTheyAre() {
    for (String advice :
        List.of(
            "keyparity survey kms-prod shows why",
            "keyparity repair kms-prod kms2",
            "keyparity recovery-key init --user-id TEXT --out DIR",
            "see that keyparity-agent runs there")) {
      assertThat(commands.in(advice)).isEqualTo(advice);
    }
  }
}

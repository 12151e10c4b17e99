package dev.keyparity.daemon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

  @ParameterizedTest
  @EnumSource
  void everyCode_hasOneLineForTheReference(ErrorCode code) {
    assertThat(code.doc()).isNotBlank().doesNotContain("\n", "|").doesNotEndWith(".");
    String first = code.doc().substring(0, 1);
    assertThat(code.doc().startsWith("ZooKeeper") || first.equals(first.toLowerCase(Locale.ROOT)))
        .isTrue();
    assertThat(code.exitMeaning()).isNotEqualTo(ExitMeaning.OK);
  }

  @Test
  void exitStatuses_areThoseOfTheContract() {
    assertThat(Arrays.stream(ExitMeaning.values()).map(ExitMeaning::status))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(ErrorCode.NO_LEADER.exitMeaning().status()).isEqualTo(5);
    assertThat(ErrorCode.NOT_IN_PARITY.exitMeaning().status()).isEqualTo(6);
    assertThat(ErrorCode.LAST_SERVING.exitMeaning().status()).isEqualTo(8);
  }

  /** What breaks an invariant must never be tried again by a machine. */
  @Test
  void stop_isNotRetried() {
    assertThat(ErrorCode.BACKUP_MISSING.nextAction()).isEqualTo(NextAction.STOP);
    assertThat(ErrorCode.KEY_WOULD_BE_LOST.nextAction()).isEqualTo(NextAction.STOP);
    assertThat(ErrorCode.AUDIT_UNAVAILABLE.nextAction()).isEqualTo(NextAction.STOP);
    assertThat(ErrorCode.STALE_LEADER.nextAction()).isEqualTo(NextAction.RE_OBSERVE);
  }
}

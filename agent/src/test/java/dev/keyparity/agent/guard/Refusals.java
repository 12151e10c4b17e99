package dev.keyparity.agent.guard;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refusal must say: its code and the rule that refused. */
public final class Refusals {
  private Refusals() {}

  public static void assertRefused(ErrorCode code, String rule, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e ->
                org.assertj.core.api.Assertions.assertThat(e.code() + " " + e.rule())
                    .as(e.operatorMessage())
                    .isEqualTo(code + " " + rule));
  }
}

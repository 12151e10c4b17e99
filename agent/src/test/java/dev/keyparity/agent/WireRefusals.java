package dev.keyparity.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.GrpcFaults;
import io.grpc.StatusRuntimeException;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What an agent refuses, as its caller hears it. */
final class WireRefusals {
  private WireRefusals() {}

  static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertRefused(call, said -> assertThat(said.code()).as(said.operatorMessage()).isEqualTo(code));
  }

  static void assertRefused(ErrorCode code, String rule, ThrowingCallable call) {
    assertRefused(
        call,
        said -> {
          assertThat(said.code()).as(said.operatorMessage()).isEqualTo(code);
          assertThat(said.rule()).as(said.operatorMessage()).isEqualTo(rule);
        });
  }

  private static void assertRefused(ThrowingCallable call, Consumer<KeyparityException> check) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> check.accept(GrpcFaults.detailOf(e).orElseThrow(() -> e)));
  }
}

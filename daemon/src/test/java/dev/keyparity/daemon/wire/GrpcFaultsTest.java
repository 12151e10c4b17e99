package dev.keyparity.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.document.v1.ErrorDetail;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcFaultsTest {

  @ParameterizedTest
  @EnumSource
  void everyCode_survivesTheWire(ErrorCode code) {
    KeyparityException sent =
        new KeyparityException(
                code, "kms1: é (expected: x)", "do this", new IllegalStateException("internal"))
            .withRule("I5")
            .withContext("leader", "h1:7418");

    StatusRuntimeException status = GrpcFaults.toStatus(sent);
    KeyparityException received = GrpcFaults.detailOf(status).orElseThrow();

    assertThat(received.code()).isEqualTo(code);
    assertThat(received.operatorMessage()).isEqualTo("kms1: é (expected: x)");
    assertThat(received.whatToDo()).isEqualTo("do this");
    assertThat(received.rule()).isEqualTo("I5");
    assertThat(received.context()).isEqualTo(Map.of("leader", "h1:7418"));
    assertThat(status.getStatus().getCode()).isNotIn(Status.Code.OK, Status.Code.UNKNOWN);
    assertThat(status.getStatus().getCause()).as("causes stay here").isNull();
  }

  @Test
  void codeOfANewerPeer_isStillAnError() {
    Metadata trailers = new Metadata();
    trailers.put(
        GrpcFaults.DETAIL,
        ErrorDetail.newBuilder().setCode("FROM_THE_FUTURE").setMessage("m").build().toByteArray());

    KeyparityException received =
        GrpcFaults.detailOf(Status.INTERNAL.asRuntimeException(trailers)).orElseThrow();

    assertThat(received.code()).isEqualTo(ErrorCode.PROTOCOL_UNSUPPORTED);
    assertThat(received.operatorMessage()).isEqualTo("m");
    assertThat(received.context()).containsEntry("peer_code", "FROM_THE_FUTURE");
  }

  @Test
  void rubbishOrNoDetail_isNone() {
    Metadata trailers = new Metadata();
    trailers.put(GrpcFaults.DETAIL, new byte[] {(byte) 0xff, 1, 2});

    assertThat(GrpcFaults.detailOf(Status.INTERNAL.asRuntimeException(trailers))).isEmpty();
    assertThat(GrpcFaults.detailOf(Status.INTERNAL.asRuntimeException())).isEmpty();
    assertThat(GrpcFaults.detailOf(new IllegalStateException("x"))).isEmpty();
  }
}

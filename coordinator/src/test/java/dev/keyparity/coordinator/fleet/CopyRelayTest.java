package dev.keyparity.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.CopyChunk;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.PutCopyRequest;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What only a call that ends while it is being started shows. */
class CopyRelayTest {
  private final StrictCall<PutCopyRequest, PutCopyReply> target = new StrictCall<>();
  private final StrictCall<GetCopyRequest, CopyChunk> source = new StrictCall<>();

  @Test
  void target_failsAsSoonAsItIsAsked_failsTheCopyAndNothingIsAskedOfTheSource() {
    target.endsAtStart = Status.UNAVAILABLE;
    CopyRelay relay = relay();

    relay.start(source, GetCopyRequest.getDefaultInstance(), target);

    assertThat(relay.answer()).isCompletedExceptionally();
    assertThat(source.started).isFalse();
    assertThat(source.cancelled).isTrue();
  }

  private static CopyRelay relay() {
    AgentCall call =
        AgentCall.read(
            new FencingToken("prod", 1, "coord1-1"), "kms-prod", "kms2", Duration.ofSeconds(1));
    return new CopyRelay(
        CopyRelayTest::failed, CopyRelayTest::failed, Exchange.of(call, "kms2", new Random(1)));
  }

  private static KeyparityException failed(Throwable cause) {
    return new KeyparityException(ErrorCode.PEER_UNREACHABLE, "gone", "", cause);
  }

  /** Refuses what a gRPC call refuses: to be started or written to once it was cancelled. */
  private static final class StrictCall<Q, R> extends ClientCall<Q, R> {
    private @Nullable Status endsAtStart;
    private boolean started;
    private boolean cancelled;

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      requireNotCancelled();
      started = true;
      if (endsAtStart != null) {
        listener.onClose(endsAtStart, new Metadata());
      }
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      cancelled = true;
    }

    @Override
    public void halfClose() {
      requireNotCancelled();
    }

    @Override
    public void sendMessage(Q message) {
      requireNotCancelled();
    }

    private void requireNotCancelled() {
      if (cancelled) {
        throw new IllegalStateException("call was cancelled");
      }
    }
  }
}

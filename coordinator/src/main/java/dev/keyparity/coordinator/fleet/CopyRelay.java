package dev.keyparity.coordinator.fleet;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.CopyChunk;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.PutCopyRequest;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries one backup from the agent that made it to one that stores a copy. Single use.
 *
 * <p>Flow control is hand to hand: a chunk is asked of the source only when the target took the one
 * before, so that at most one chunk of ciphertext is held here. What passes is counted and hashed;
 * bytes that are not the backup the source announced are not completed. Whichever side fails, the
 * other is cancelled.
 */
final class CopyRelay {
  private final Function<Throwable, KeyparityException> sourceFailed;
  private final Function<Throwable, KeyparityException> targetFailed;
  private final Exchange exchange;
  private final CompletableFuture<PutCopyReply> answer = new CompletableFuture<>();
  private final MessageDigest sha256 = sha256();

  private @Nullable ClientCall<GetCopyRequest, CopyChunk> source;
  private @Nullable ClientCall<PutCopyRequest, PutCopyReply> target;
  private @Nullable Backup announced;
  private long bytes;
  private boolean owesRequest;

  /**
   * @param exchange whose envelope goes to the target
   */
  CopyRelay(
      Function<Throwable, KeyparityException> sourceFailed,
      Function<Throwable, KeyparityException> targetFailed,
      Exchange exchange) {
    this.sourceFailed = sourceFailed;
    this.targetFailed = targetFailed;
    this.exchange = exchange;
  }

  CompletableFuture<PutCopyReply> answer() {
    return answer;
  }

  void start(
      ClientCall<GetCopyRequest, CopyChunk> get,
      GetCopyRequest request,
      ClientCall<PutCopyRequest, PutCopyReply> put) {
    synchronized (this) {
      source = get;
      target = put;
    }
    put.start(new FromTarget(), new Metadata());
    put.request(2); // the one reply, and to see that there is no second
    synchronized (this) {
      // A target that cannot be reached may have failed by now, and both calls are cancelled.
      if (!answer.isDone()) {
        get.start(new FromSource(), new Metadata());
        get.sendMessage(request);
        get.halfClose();
        get.request(1);
      }
    }
  }

  private final class FromSource extends ClientCall.Listener<CopyChunk> {
    @Override
    public void onMessage(CopyChunk chunk) {
      pass(chunk);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (status.isOk()) {
        sourceEnded();
      } else {
        fail(sourceFailed.apply(status.asRuntimeException(trailers)));
      }
    }
  }

  private final class FromTarget extends ClientCall.Listener<PutCopyReply> {
    private @Nullable PutCopyReply reply;

    @Override
    public void onReady() {
      targetReady();
    }

    @Override
    public void onMessage(PutCopyReply message) {
      reply = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      PutCopyReply message = reply;
      if (!status.isOk()) {
        fail(targetFailed.apply(status.asRuntimeException(trailers)));
      } else if (message == null) {
        fail(refused("the target ended without a reply (expected: a copy receipt)"));
      } else {
        try {
          exchange.check(message.getReply());
          answer.complete(message);
          cancelBoth("the copy is stored");
        } catch (KeyparityException e) {
          fail(e);
        }
      }
    }
  }

  private synchronized void pass(CopyChunk chunk) {
    ClientCall<PutCopyRequest, PutCopyReply> to = target;
    if (to == null || answer.isDone()) {
      return;
    }
    PutCopyRequest.Builder message = PutCopyRequest.newBuilder().setData(chunk.getData());
    if (announced == null) {
      if (!chunk.hasBackup()) {
        fail(refused("the first chunk does not say which backup it is (expected: a backup)"));
        return;
      }
      announced = chunk.getBackup();
      message.setEnvelope(exchange.envelope()).setBackup(announced);
    }
    bytes += chunk.getData().size();
    if (bytes > announced.getBytes()) {
      fail(refused("more than the %d bytes announced".formatted(announced.getBytes())));
      return;
    }
    sha256.update(chunk.getData().asReadOnlyByteBuffer());
    to.sendMessage(message.build());
    owesRequest = true;
    if (to.isReady()) {
      targetReady();
    }
  }

  private synchronized void targetReady() {
    ClientCall<GetCopyRequest, CopyChunk> from = source;
    if (owesRequest && from != null) {
      owesRequest = false;
      from.request(1);
    }
  }

  private synchronized void sourceEnded() {
    Backup whole = announced;
    if (whole == null) {
      fail(refused("the source sent nothing (expected: a backup)"));
      return;
    }
    String digest = HexFormat.of().formatHex(sha256.digest());
    if (bytes != whole.getBytes() || !digest.equals(whole.getSha256())) {
      fail(
          new KeyparityException(
              ErrorCode.DIGEST_MISMATCH,
              "copy of backup %s: %d bytes with SHA-256 %s (expected: %d bytes with %s)"
                  .formatted(whole.getId(), bytes, digest, whole.getBytes(), whole.getSha256())));
      return;
    }
    ClientCall<PutCopyRequest, PutCopyReply> to = target;
    if (to != null && !answer.isDone()) {
      to.halfClose();
    }
  }

  private KeyparityException refused(String sentence) {
    return new KeyparityException(
        ErrorCode.PROTOCOL_UNSUPPORTED, exchange.peer() + ": copy: " + sentence);
  }

  private void fail(KeyparityException failure) {
    answer.completeExceptionally(failure);
    cancelBoth("the copy failed");
  }

  private synchronized void cancelBoth(String reason) {
    if (source != null) {
      source.cancel(reason, null);
    }
    if (target != null) {
      target.cancel(reason, null);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

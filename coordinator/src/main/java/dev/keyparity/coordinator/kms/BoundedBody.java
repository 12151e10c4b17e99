package dev.keyparity.coordinator.kms;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads an answer's body up to a bound, and ends the exchange at it. Single use. */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
  /** A list of some hundred thousand key names; far above any honest answer. */
  static final int MAX_BYTES = 8 << 20;

  private static final byte[] NOTHING = {};

  private final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Flow.@Nullable Subscription subscription;

  private BoundedBody() {}

  static HttpResponse.BodyHandler<byte[]> handler() {
    return info -> new BoundedBody();
  }

  /** Drops the body of a success as it comes in: nobody ever holds it. */
  static HttpResponse.BodyHandler<byte[]> onlyOfRefusals() {
    return info ->
        info.statusCode() / 100 == 2
            ? HttpResponse.BodySubscribers.replacing(NOTHING)
            : new BoundedBody();
  }

  /** The answer is longer than any honest one. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return done;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (bytes.size() + buffer.remaining() > MAX_BYTES) {
        if (subscription != null) {
          subscription.cancel();
        }
        done.completeExceptionally(new TooLong());
        return;
      }
      byte[] chunk = new byte[buffer.remaining()];
      buffer.get(chunk);
      bytes.writeBytes(chunk);
    }
  }

  @Override
  public void onError(Throwable failure) {
    done.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    done.complete(bytes.toByteArray());
  }
}

package dev.keyparity.cli.link;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fault.NextAction;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.proto.coordinator.v1.AdminGrpc;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the leader's that outlives the leader.
 *
 * <p>1. The stream is opened at whichever coordinator leads. 2. If it breaks, the search begins
 * again, for as long as the patience lasts. 3. If it is silent for long, the same question is asked
 * singly, of the other coordinators first: a stopped leader is silent too, and a new one may have
 * taken over. Confined to one thread.
 */
public final class Following<T> implements AutoCloseable {
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

  /**
   * What is followed, in its two forms.
   *
   * @param stream opens the stream
   * @param single asks for the present item
   */
  public record Question<T>(
      BiConsumer<AdminGrpc.AdminStub, StreamObserver<T>> stream,
      Function<AdminGrpc.AdminBlockingStub, T> single) {}

  private final Coordinators coordinators;
  private final Question<T> question;
  private final Duration patience;
  private final Clock clock;
  private Tour tour;
  private @Nullable HostPort address;
  private @Nullable Feed<Object, T> feed;
  private @Nullable Instant lostAt;
  private Instant heardAt;
  private boolean served;
  private boolean ended;

  /**
   * @param patience how long to search for a leader, at first and after a loss
   */
  public Following(
      Coordinators coordinators, Question<T> question, Duration patience, Clock clock) {
    this.coordinators = coordinators;
    this.question = question;
    this.patience = patience;
    this.clock = clock;
    this.tour = new Tour(coordinators.candidates());
    this.heardAt = clock.instant();
  }

  /** Whether the stream came to its own end. */
  public boolean hasEnded() {
    return ended;
  }

  /** Whether there is no leader at the other end right now. */
  public boolean isLost() {
    return lostAt != null;
  }

  /**
   * Waits for the next item.
   *
   * @return empty if none came in time, or the stream has ended
   * @throws KeyparityException if the leader refused, or none was found within the patience
   */
  public Optional<T> next(Duration wait) throws InterruptedException {
    if (feed == null && !open(wait)) {
      return Optional.empty();
    }
    Feed<Object, T> open = feed;
    HostPort from = address;
    if (open == null || from == null) {
      return Optional.empty();
    }
    Feed.Event<T> event = open.next(wait);
    if (event == null) {
      return isSilent() ? probe(from) : Optional.empty();
    }
    heardAt = clock.instant();
    T item = event.item();
    if (item != null) {
      lostAt = null;
      served = true;
      coordinators.ledBy(from);
      return Optional.of(item);
    }
    leave();
    StatusRuntimeException broken = event.broken();
    if (broken == null) {
      ended = true;
    } else {
      lost(from, broken);
    }
    return Optional.empty();
  }

  /** Opens the stream at the next address of the tour; false if the tour is over for now. */
  private boolean open(Duration wait) throws InterruptedException {
    Optional<HostPort> next = tour.next();
    if (next.isEmpty()) {
      giveUpIfImpatient();
      tour = new Tour(coordinators.addresses());
      pause(wait);
      return false;
    }
    try {
      Feed<Object, T> opened = new Feed<>();
      question.stream()
          .accept(
              AdminGrpc.newStub(coordinators.connected(next.get(), Coordinators.CONNECT_LIMIT)),
              opened);
      feed = opened;
      address = next.get();
      heardAt = clock.instant();
      return true;
    } catch (StatusRuntimeException e) {
      lost(next.get(), e);
      return false;
    }
  }

  private void lost(HostPort from, StatusRuntimeException broken) {
    KeyparityException explained = coordinators.explain(from, broken);
    // Reading is harmless, so anything the leader did not say in so many words is tried again.
    if (GrpcFaults.detailOf(broken).isPresent()
        && explained.code().nextAction() != NextAction.RETRY) {
      throw explained;
    }
    if (lostAt == null) {
      lostAt = clock.instant();
    }
    tour.failed(from, explained);
    coordinators.forget(from);
  }

  private void giveUpIfImpatient() {
    Instant since = lostAt;
    if (since == null || Duration.between(since, clock.instant()).compareTo(patience) >= 0) {
      throw tour.verdict();
    }
  }

  private boolean isSilent() {
    return Duration.between(heardAt, clock.instant()).compareTo(SILENCE) >= 0;
  }

  private Optional<T> probe(HostPort from) {
    heardAt = clock.instant();
    try {
      T item = coordinators.askOthersFirst(PROBE_TIMEOUT, question.single());
      lostAt = null;
      served = true;
      if (!coordinators.isLedBy(from)) {
        leave();
      }
      return Optional.of(item);
    } catch (KeyparityException e) {
      if (e.code().nextAction() != NextAction.RETRY) {
        throw e;
      }
      leave();
      if (lostAt == null) {
        lostAt = clock.instant();
      }
      tour.failed(from, e);
      return Optional.empty();
    }
  }

  /** Closes the stream. The search begins anew only if this one served: else it goes on. */
  private void leave() {
    close();
    feed = null;
    if (served) {
      tour = new Tour(coordinators.candidates());
    }
    served = false;
  }

  private static void pause(Duration most) throws InterruptedException {
    Duration pause = most.compareTo(RETRY) < 0 ? most : RETRY;
    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
  }

  @Override
  public void close() {
    Feed<Object, T> open = feed;
    if (open != null) {
      open.close();
    }
  }
}

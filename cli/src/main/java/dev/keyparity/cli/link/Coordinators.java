package dev.keyparity.cli.link;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.proto.coordinator.v1.AdminGrpc;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The coordinators of one group, asked as one: a question goes to whichever leads.
 *
 * <p>The next address is tried only after gRPC's UNAVAILABLE: the connection failed, or a standby
 * answered. Every other failure is the answer. A connection can also break after the leader acted,
 * so what is asked here must do no harm when it is asked twice; {@link #askAt} asks once. Confined
 * to one thread.
 */
public final class Coordinators implements AutoCloseable {
  /** A TCP and TLS handshake takes milliseconds; a stopped process accepts and never answers. */
  static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  private final List<HostPort> addresses;
  private final ChannelSource source;
  private final Map<HostPort, ManagedChannel> channels = new LinkedHashMap<>();
  private @Nullable HostPort leader;

  /**
   * @param addresses at least one, in the order in which they are tried
   */
  public Coordinators(List<HostPort> addresses, ChannelSource source) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("coordinators: none (expected: at least one)");
    }
    this.addresses = List.copyOf(addresses);
    this.source = source;
  }

  /** How messages name a coordinator at an address. */
  static String peer(HostPort address) {
    return "coordinator " + address;
  }

  /**
   * Asks the leader.
   *
   * @param timeout for one attempt; another coordinator gets its own
   * @throws KeyparityException what the leader said, or why none could be asked
   */
  public <T> T ask(Duration timeout, Function<AdminGrpc.AdminBlockingStub, T> question) {
    return ask(candidates(), timeout, question);
  }

  /** Asks the leader, trying the one that led last only after all others. */
  <T> T askOthersFirst(Duration timeout, Function<AdminGrpc.AdminBlockingStub, T> question) {
    List<HostPort> order = new ArrayList<>(addresses);
    if (leader != null) {
      order.remove(leader);
      order.add(leader);
    }
    return ask(order, timeout, question);
  }

  private <T> T ask(
      List<HostPort> order, Duration timeout, Function<AdminGrpc.AdminBlockingStub, T> question) {
    Tour tour = new Tour(order);
    while (true) {
      Optional<HostPort> address = tour.next();
      if (address.isEmpty()) {
        throw tour.verdict();
      }
      try {
        T answer = askOne(address.get(), timeout, question);
        leader = address.get();
        return answer;
      } catch (StatusRuntimeException e) {
        tour.failed(address.get(), unavailable(address.get(), e));
        forget(address.get());
      }
    }
  }

  /** Asks exactly one coordinator, leading or not. */
  public <T> T askAt(
      HostPort address, Duration timeout, Function<AdminGrpc.AdminBlockingStub, T> question) {
    try {
      return askOne(address, timeout, question);
    } catch (StatusRuntimeException e) {
      throw source.explain(e, peer(address));
    }
  }

  public List<HostPort> addresses() {
    return addresses;
  }

  private <T> T askOne(
      HostPort address, Duration timeout, Function<AdminGrpc.AdminBlockingStub, T> question) {
    // Half of the patience for the connection: who is patient has a slow machine or network.
    ManagedChannel channel = connected(address, timeout.dividedBy(2));
    return question.apply(
        AdminGrpc.newBlockingStub(channel)
            .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** What led last first, then the others as configured. */
  List<HostPort> candidates() {
    List<HostPort> order = new ArrayList<>();
    if (leader != null) {
      order.add(leader);
    }
    order.addAll(addresses);
    return order;
  }

  void ledBy(HostPort address) {
    leader = address;
  }

  boolean isLedBy(HostPort address) {
    return address.equals(leader);
  }

  /**
   * Explains a failure after which another coordinator may be tried.
   *
   * @throws KeyparityException if this one may have acted, so that none may
   */
  private KeyparityException unavailable(HostPort address, StatusRuntimeException e) {
    KeyparityException explained = source.explain(e, peer(address));
    boolean redirect = GrpcFaults.detailOf(e).isEmpty() || explained.code() == ErrorCode.NO_LEADER;
    if (e.getStatus().getCode() == Status.Code.UNAVAILABLE && redirect) {
      return explained;
    }
    throw explained;
  }

  KeyparityException explain(HostPort address, Throwable failure) {
    return source.explain(failure, peer(address));
  }

  /**
   * A channel to the address that is connected, or has failed and says so on the first call.
   *
   * @throws StatusRuntimeException UNAVAILABLE if neither came within the limit
   */
  ManagedChannel connected(HostPort address, Duration limit) {
    ManagedChannel channel = channels.computeIfAbsent(address, source::open);
    long deadline = System.nanoTime() + limit.toNanos();
    ConnectivityState state = channel.getState(true);
    while (state == ConnectivityState.IDLE || state == ConnectivityState.CONNECTING) {
      CountDownLatch changed = new CountDownLatch(1);
      channel.notifyWhenStateChanged(state, changed::countDown);
      if (!await(changed, deadline - System.nanoTime())) {
        throw Status.UNAVAILABLE
            .withCause(
                new SocketTimeoutException(
                    "no connection within %d ms (TCP and TLS)".formatted(limit.toMillis())))
            .asRuntimeException();
      }
      state = channel.getState(true);
    }
    return channel;
  }

  /** Drops a channel that failed: its back-off would delay the next try. */
  void forget(HostPort address) {
    ManagedChannel channel = channels.remove(address);
    if (channel != null) {
      channel.shutdownNow();
    }
  }

  private static boolean await(CountDownLatch changed, long nanos) {
    try {
      return changed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withDescription("interrupted").withCause(e).asRuntimeException();
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}

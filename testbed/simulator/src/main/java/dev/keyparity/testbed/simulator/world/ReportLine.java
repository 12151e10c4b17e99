package dev.keyparity.testbed.simulator.world;

import com.google.protobuf.Message;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stream of reports on its way: in order, some of them late and with all that follow, none
 * while the way is cut; now and then one comes that came before. A host that loses power says
 * nothing more, and nobody is told.
 */
final class ReportLine<Q, R> extends ClientCall<Q, R> {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final World world;
  private final SimulatedCoordinator.Life life;
  private final SimulatedHost host;
  private final MethodDescriptor<Q, R> method;
  private final List<Q> said = new ArrayList<>();
  private final Deque<R> onTheWay = new ArrayDeque<>();
  private @Nullable Listener<R> listener;
  private ServerCall.@Nullable Listener<Q> agents;
  private boolean moving;
  private boolean over;

  ReportLine(
      World world,
      SimulatedCoordinator.Life life,
      SimulatedHost host,
      MethodDescriptor<Q, R> method) {
    this.world = world;
    this.life = life;
    this.host = host;
    this.method = method;
  }

  @Override
  public void start(Listener<R> to, Metadata headers) {
    listener = to;
  }

  @Override
  public void request(int messages) {}

  @Override
  public void sendMessage(Q message) {
    said.add(message);
  }

  @Override
  public void halfClose() {
    world.time.after(world.dice.millis(1, 30), this::open);
  }

  @Override
  public void cancel(@Nullable String why, @Nullable Throwable cause) {
    over = true;
    world.time.after(world.dice.millis(1, 30), this::hangUp);
  }

  /** The agent hears that nobody listens any more. */
  private void hangUp() {
    ServerCall.Listener<Q> agent = agents;
    agents = null;
    if (agent != null) {
      agent.onCancel();
    }
  }

  @SuppressWarnings("unchecked") // a method of this name has these messages
  private void open() {
    if (over || life.isDead() || world.network.isCut(life.name(), host.name())) {
      return;
    }
    SimulatedAgent agent = host.agent();
    if (agent == null) {
      close(Status.UNAVAILABLE.withDescription("connection refused"), new Metadata());
      return;
    }
    agent.streams(this);
    ServerMethodDefinition<Q, R> called =
        (ServerMethodDefinition<Q, R>)
            Objects.requireNonNull(agent.service().getMethod(method.getFullMethodName()));
    ServerCall.Listener<Q> up = called.getServerCallHandler().startCall(new Up(), new Metadata());
    agents = up;
    said.forEach(up::onMessage);
    up.onHalfClose();
  }

  /**
   * The agent ended.
   *
   * @param silently with all of its host
   */
  void agentEnded(boolean silently) {
    agents = null;
    if (!silently && !over) {
      world.time.after(
          world.dice.millis(1, 30),
          () -> close(Status.UNAVAILABLE.withDescription("connection reset"), new Metadata()));
    }
  }

  private void close(Status how, Metadata with) {
    Listener<R> to = listener;
    if (over || to == null || life.isDead()) {
      return;
    }
    over = true;
    life.onceAwake(() -> to.onClose(how, with));
  }

  private void send(R message) {
    if (message instanceof Message report) {
      world.search(method.getBareMethodName(), report.toByteArray());
    }
    onTheWay.add(message);
    if (!moving) {
      moving = true;
      world.time.after(delay(), this::move);
    }
  }

  private Duration delay() {
    if (world.strikes(Fault.REPORT_DELAYED)) {
      world.hit(Fault.REPORT_DELAYED, "reports of %s are delayed".formatted(host.name()));
      return world.dice.millis(1_000, 20_000);
    }
    return world.dice.millis(1, 30);
  }

  private void move() {
    if (over || life.isDead()) {
      hangUp();
      return;
    }
    if (!world.network.cutFor(host.name(), life.name()).isZero()) {
      world.time.after(LOOK_AGAIN, this::move);
      return;
    }
    R next = onTheWay.poll();
    if (next == null) {
      moving = false;
      return;
    }
    arrive(next);
    if (onTheWay.isEmpty()) {
      moving = false;
    } else {
      world.time.after(delay(), this::move);
    }
  }

  @SuppressWarnings("unchecked") // only reports go this way
  private void arrive(R message) {
    Listener<R> to = Objects.requireNonNull(listener);
    R last = (R) world.oldReports.keep(host.name(), message);
    if (last != null && world.strikes(Fault.REPORT_REPLAYED)) {
      world.hit(Fault.REPORT_REPLAYED, "an old report of %s comes again".formatted(host.name()));
      R old =
          world.weakness.has(Weakness.NONCE_IGNORED)
              ? (R) OldReports.asAnswer(last, message)
              : last;
      life.onceAwake(() -> to.onMessage(old));
    }
    life.onceAwake(() -> to.onMessage(message));
  }

  /** The agent's end. */
  private final class Up extends ServerCall<Q, R> {
    @Override
    public void request(int number) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(R message) {
      send(message);
    }

    @Override
    public void close(Status how, Metadata with) {
      agents = null;
      world.time.after(world.dice.millis(1, 30), () -> ReportLine.this.close(how, with));
    }

    @Override
    public boolean isCancelled() {
      return agents == null && over;
    }

    @Override
    public MethodDescriptor<Q, R> getMethodDescriptor() {
      return method;
    }
  }
}

package dev.keyparity.testbed.simulator.world;

import dev.keyparity.testbed.simulator.history.Event;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way: the request takes its time or is lost, is carried out, perhaps once more
 * later, and the answer takes its time or is lost. A caller that is not answered waits until its
 * deadline. Sent when its sender has said all, answered at once with all messages.
 */
final class CarriedCall<Q, R> extends ClientCall<Q, R> {
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  private final World world;
  private final SimulatedCoordinator.Life life;
  private final SimulatedHost host;
  private final MethodDescriptor<Q, R> method;
  private final List<Q> said = new ArrayList<>();
  private @Nullable Listener<R> listener;
  private boolean over;

  CarriedCall(
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
  public void cancel(@Nullable String why, @Nullable Throwable cause) {
    end(new Answer<>(List.of(), Status.CANCELLED.withDescription(why), new Metadata()));
  }

  @Override
  public void sendMessage(Q message) {
    said.add(message);
  }

  @Override
  public void halfClose() {
    if (over) {
      return;
    }
    String what = method.getBareMethodName() + " of " + host.name();
    life.beforeSend(what);
    if (world.strikes(0.02)) {
      lose("request lost", what);
      return;
    }
    life.sleep(delay(what));
    @Nullable Answer<R> answer = carryOut();
    if (answer != null && world.strikes(0.01)) {
      repeatLater(what);
    }
    if (answer != null && world.strikes(0.03)) {
      lose("answer lost", what);
      return;
    }
    life.sleep(delay(what));
    end(answer == null ? gone() : answer);
  }

  private Duration delay(String what) {
    if (world.strikes(0.01)) {
      world.injected("long delay");
      world.hit("long delay", "%s is delayed".formatted(what));
      return world.dice.millis(1_000, 20_000);
    }
    return world.dice.millis(1, 30);
  }

  private void lose(String kind, String what) {
    world.injected(kind);
    world.hit(kind, "%s: %s".formatted(what, kind));
    life.sleep(DEADLINE);
    end(new Answer<>(List.of(), Status.DEADLINE_EXCEEDED, new Metadata()));
  }

  private static <R> Answer<R> gone() {
    return new Answer<>(
        List.of(), Status.UNAVAILABLE.withDescription("connection refused"), new Metadata());
  }

  private void repeatLater(String what) {
    world.injected("request repeated");
    var unused =
        world.time.process(
            "repetition of " + what,
            world.dice.millis(10, 60_000),
            () -> {
              world.hit(
                  "request repeated", "%s of %s arrives again".formatted(what, life.holder()));
              carryOut();
            });
  }

  /** Null if there is no agent, or it died meanwhile. */
  private @Nullable Answer<R> carryOut() {
    SimulatedAgent agent = host.agent();
    if (agent == null) {
      return null;
    }
    String before = world.actFor(life.holder());
    try {
      Answer<R> answer = new Delivery<>(method).to(agent.service(), weakened());
      if (agent.isDead()) {
        return null;
      }
      if ("Fence".equals(method.getBareMethodName()) && answer.status().isOk()) {
        world.record(new Event.Fenced(host.name(), life.holder()));
      }
      return answer;
    } catch (RuntimeException | Error e) {
      if (!agent.isDead() || life.isDead()) {
        throw e;
      }
      return null;
    } finally {
      world.actFor(before);
      host.seeKeyFile(false);
    }
  }

  private List<Q> weakened() {
    return said.stream().map(one -> WeakWire.weakened(world.weakness, one)).toList();
  }

  private void end(Answer<R> answer) {
    Listener<R> to = listener;
    if (over || to == null) {
      return;
    }
    over = true;

    to.onHeaders(new Metadata());
    answer.messages().forEach(to::onMessage);
    to.onClose(answer.status(), answer.trailers());
  }

  /** What comes back. */
  record Answer<R>(List<R> messages, Status status, Metadata trailers) {}
}

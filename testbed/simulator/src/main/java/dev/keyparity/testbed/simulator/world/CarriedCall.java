package dev.keyparity.testbed.simulator.world;

import com.google.protobuf.Message;
import dev.keyparity.proto.agent.v1.ControlReply;
import dev.keyparity.proto.agent.v1.ControlRequest;
import dev.keyparity.proto.agent.v1.InstallReply;
import dev.keyparity.proto.agent.v1.Reply;
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
  private final Caller life;
  private final SimulatedHost host;
  private final MethodDescriptor<Q, R> method;
  private final List<Q> said = new ArrayList<>();
  private @Nullable Listener<R> listener;
  private boolean over;

  CarriedCall(World world, Caller life, SimulatedHost host, MethodDescriptor<Q, R> method) {
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

  /** Whoever waits for nobody has it carried by somebody else. */
  @Override
  public void halfClose() {
    if (world.time.running() != null) {
      carry();
    } else {
      var unused =
          world.time.process(
              "%s of %s".formatted(method.getBareMethodName(), life.holder()),
              Duration.ZERO,
              this::carry);
    }
  }

  private void carry() {
    if (over) {
      return;
    }
    String what = method.getBareMethodName() + " of " + host.name();
    life.beforeSend(what);
    said.stream()
        .filter(Message.class::isInstance)
        .forEach(message -> Intruder.hear(world, (Message) message));
    if ("Fence".equals(method.getBareMethodName())) {
      world.record(new Event.FenceAsked(host.name(), life.holder()));
    }
    if (world.strikes(Fault.REQUEST_LOST)) {
      lose(Fault.REQUEST_LOST, what);
      return;
    }
    if (world.network.isCut(life.name(), host.name())) {
      unanswered();
      return;
    }
    life.sleep(delay(what));
    @Nullable Answer<R> answer = carryOut();
    if (answer != null && world.strikes(Fault.REQUEST_REPEATED)) {
      repeatLater(what);
    }
    if (answer != null && world.strikes(Fault.ANSWER_LOST)) {
      lose(Fault.ANSWER_LOST, what);
      return;
    }
    if (world.network.isCut(host.name(), life.name())) {
      unanswered();
      return;
    }
    life.sleep(delay(what));
    end(answer == null ? gone() : answer);
  }

  private Duration delay(String what) {
    if (world.strikes(Fault.LONG_DELAY)) {
      world.hit(Fault.LONG_DELAY, "%s is delayed".formatted(what));
      return world.dice.millis(1_000, 20_000);
    }
    return world.dice.millis(1, 30);
  }

  private void lose(Fault fault, String what) {
    world.hit(fault, "%s: %s".formatted(what, fault));
    unanswered();
  }

  private void unanswered() {
    life.sleep(DEADLINE);
    end(new Answer<>(List.of(), Status.DEADLINE_EXCEEDED, new Metadata()));
  }

  private static <R> Answer<R> gone() {
    return new Answer<>(
        List.of(), Status.UNAVAILABLE.withDescription("connection refused"), new Metadata());
  }

  private void repeatLater(String what) {
    var unused =
        world.time.process(
            "repetition of " + what,
            world.dice.millis(10, 60_000),
            () -> {
              world.hit(
                  Fault.REQUEST_REPEATED, "%s of %s arrives again".formatted(what, life.holder()));
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
    Object statement = agent.forgetStatement(isStart());
    boolean fences = "Fence".equals(method.getBareMethodName());
    try {
      Answer<R> answer = new Delivery<>(method).to(agent.service(), weakened(agent));
      said.forEach(this::search);
      answer.messages().forEach(this::tell);
      answer.messages().forEach(this::search);
      if (agent.isDead()) {
        return null;
      }
      if (fences && answer.status().isOk()) {
        world.record(new Event.Fenced(host.name(), life.holder()));
      }
      return answer;
    } catch (RuntimeException | Error e) {
      if (!agent.isDead() || life.isDead()) {
        throw e;
      }
      return null;
    } finally {
      agent.rememberStatement(statement);
      world.actFor(before);
      host.seeKeyFile(Event.AGENT);
    }
  }

  private boolean isStart() {
    return said.get(0) instanceof ControlRequest control
        && control.getAction() == ControlRequest.Action.START;
  }

  /** What an agent says it did. */
  private void tell(Object message) {
    String kind = message instanceof ControlReply ? "control" : "install";
    Reply reply =
        message instanceof ControlReply control
            ? control.getReply()
            : message instanceof InstallReply install ? install.getReply() : null;
    if (reply != null && reply.hasReceipt()) {
      String id = reply.getReceipt().getRequestId();
      String stage = reply.getReceipt().getOutcome().name();
      world.record(new Event.Answered(host.name(), kind, SeenAudit.shortened(id), stage));
    }
  }

  private void search(Object message) {
    if (message instanceof Message sent) {
      world.search(method.getBareMethodName(), sent.toByteArray());
    }
  }

  private List<Q> weakened(SimulatedAgent agent) {
    return new WeakWire(world, host, agent).weakened(said);
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

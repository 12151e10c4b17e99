package dev.keyparity.testbed.simulator.world;

import com.google.protobuf.Message;
import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.control.agent.AgentKmsControl;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.AgentNetwork;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.ControlRequest;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.FenceRequest;
import dev.keyparity.proto.agent.v1.ReportRequest;
import dev.keyparity.testbed.simulator.time.SimulatedTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a coordinator's certificate and all that went over its wires, who was not elected
 * and knows no barrier: has hosts fenced for itself, and stops one KMS after the other under the
 * genuine warrant of the present run, with permits or without.
 */
final class Intruder implements Caller, SimulatedTimer.Owner {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int STRIKES = 6;

  private final World world;
  private final String holder;
  private final AgentCalls calls;

  Intruder(World world, int number) {
    this.world = world;
    this.holder = "intruder#" + number;
    SessionLeadership none = new SessionLeadership(world.ensemble);
    AgentNetwork network =
        new AgentNetwork(
            new AgentNetwork.Ground(
                new Wire(world, this),
                SimulatedCoordinator::explain,
                none,
                world.ensemble.records,
                world.time,
                () -> Duration.between(Material.START, world.time.instant()).toNanos(),
                world.dice.fork(),
                new LifeThreads(world, this)),
            AgentNetwork.Limits.DEFAULT,
            (rpc, host, failure, took) -> {});
    network.fleet().follow(List.of(world.keys.spec()));
    this.calls = network.calls();
  }

  /** Sees a genuine request. */
  static void hear(World world, Message request) {
    if (request instanceof ControlRequest control
        && control.getAction() == ControlRequest.Action.STOP
        && control.getEnvelope().hasWarrant()) {
      world.heardStop = control.getEnvelope();
    }
  }

  void start() {
    var unused = world.time.process(holder, Duration.ZERO, this::live);
  }

  private void live() {
    world.note(holder + " is there");
    int strikes = 0;
    while (strikes < STRIKES && !world.isCalm()) {
      Envelope heard = world.heardStop;
      if (heard != null) {
        strikes++;
        strike(heard, World.HOSTS.get(world.dice.upTo(World.HOSTS.size()) - 1));
      }
      sleep(world.dice.millis(200, 8_000));
    }
  }

  private void strike(Envelope heard, String host) {
    FencingToken token = new FencingToken(World.GROUP, highest(heard) + 1, holder);
    for (String each : World.HOSTS) {
      FenceRequest fence = FenceRequest.getDefaultInstance();
      var unused =
          outcome(calls.fence(AgentCall.read(token, World.SERVICE, each, PATIENCE), fence));
    }
    List<String> others = World.HOSTS.stream().filter(each -> !each.equals(host)).toList();
    AgentKmsControl control = new AgentKmsControl(calls);
    String how =
        outcome(
            control.stop(
                stop(token, heard, host, world.dice.upTo(3)),
                new KmsControl.Permits(others, List.of())));
    world.hit(Fault.INTRUDER, "%s wants to stop %s: %s".formatted(holder, host, how));
  }

  private static AgentCall stop(FencingToken token, Envelope heard, String host, int more) {
    AgentCall.Place place = new AgentCall.Place(World.SERVICE, heard.getRun(), heard.getStep());
    return AgentCall.act(
            token, place, host, heard.getAct(), heard.getAttempt() + more - 1, PATIENCE)
        .withWarrant(heard.getWarrant());
  }

  /** The highest epoch that any agent says it is bound to. */
  private long highest(Envelope heard) {
    long highest = heard.getEpoch();
    FencingToken token = new FencingToken(World.GROUP, highest, holder);
    for (String host : World.HOSTS) {
      var reply =
          calls
              .report(
                  AgentCall.read(token, World.SERVICE, host, PATIENCE),
                  ReportRequest.getDefaultInstance())
              .exceptionally(failure -> null)
              .join();
      highest = reply == null ? highest : Math.max(highest, reply.getReply().getHighestEpoch());
    }
    return highest;
  }

  private static String outcome(CompletableFuture<?> answer) {
    try {
      @Nullable Object done = answer.join();
      return done == null ? "nothing" : "done";
    } catch (CompletionException refused) {
      Throwable why = refused.getCause();
      return SimulatedCoordinator.explain(why == null ? refused : why, "agent").code().name();
    }
  }

  @Override
  public String name() {
    return "intruder";
  }

  @Override
  public String holder() {
    return holder;
  }

  @Override
  public boolean isDead() {
    return false;
  }

  @Override
  public Instant asleepUntil() {
    return Instant.MIN;
  }

  @Override
  public void beforeSend(String what) {}

  @Override
  public void sleep(Duration time) {
    world.time.sleep(time);
  }
}

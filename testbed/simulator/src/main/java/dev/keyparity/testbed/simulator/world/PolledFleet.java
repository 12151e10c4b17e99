package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.AgentHeader;
import dev.keyparity.coordinator.fleet.DirectMarks;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.ReportRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Reports as one coordinator has them: asked for when what it has is too old, not streamed. */
final class PolledFleet implements Fleet {
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final World world;
  private final Clock clock;
  private final AgentCalls calls;
  private final DirectMarks marks;
  private final Leadership leadership;
  private final Map<String, Heard> heard = new HashMap<>();

  /**
   * @param why nothing newer was heard; empty unless that is so
   * @param rolledBack why the agent's own record is known to have gone back; empty if it has not
   */
  private record Heard(
      Instant asked,
      @Nullable ReportReply reply,
      Instant observed,
      String why,
      String rolledBack) {}

  PolledFleet(
      World world, Clock clock, AgentCalls calls, DirectMarks marks, Leadership leadership) {
    this.world = world;
    this.clock = clock;
    this.calls = calls;
    this.marks = marks;
    this.leadership = leadership;
  }

  @Override
  public FleetSnapshot snapshot() {
    leadership.token().ifPresent(token -> World.HOSTS.forEach(host -> ask(token, host)));
    TreeMap<String, HostView> views = new TreeMap<>();
    World.HOSTS.forEach(host -> views.put(host, view(host)));
    return new FleetSnapshot(
        clock.instant(),
        Map.of(World.SERVICE, new FleetSnapshot.ServiceView(World.SERVICE, views)));
  }

  private void ask(FencingToken token, String host) {
    Instant now = world.time.instant();
    Heard before = heard.get(host);
    if (before != null && Duration.between(before.asked(), now).compareTo(ASK_AGAIN) < 0) {
      return;
    }
    try {
      ReportReply reply =
          calls
              .report(
                  AgentCall.read(token, World.SERVICE, host, PATIENCE),
                  ReportRequest.getDefaultInstance())
              .join();
      String back = marks.take(World.SERVICE, host, AgentHeader.of(reply.getReply()));
      heard.put(host, new Heard(now, reply, now, "", back));
    } catch (KeyparityException e) {
      say(host, now, before, e.operatorMessage());
    } catch (CompletionException e) {
      String why =
          e.getCause() instanceof KeyparityException named ? named.operatorMessage() : "failed";
      say(host, now, before, why);
    }
  }

  private void say(String host, Instant now, @Nullable Heard before, String why) {
    heard.put(
        host,
        before == null
            ? new Heard(now, null, Instant.MIN, why, "")
            : new Heard(now, before.reply(), before.observed(), why, before.rolledBack()));
  }

  private HostView view(String host) {
    Heard last = heard.get(host);
    if (last == null) {
      return HostView.connecting(host);
    }
    ReportReply reply = last.reply();
    if (reply == null) {
      return new HostView(host, Freshness.NEVER_HEARD, last.why(), HostView.NEVER, null, null);
    }
    Duration age = Duration.between(last.observed(), world.time.instant());
    boolean fresh = last.why().isEmpty() && age.compareTo(FRESH) < 0;
    boolean back = !last.rolledBack().isEmpty();
    String why = last.why().isEmpty() ? "too old" : last.why();
    return new HostView(
        host,
        back ? Freshness.ROLLED_BACK : fresh ? Freshness.FRESH : Freshness.STALE,
        back ? last.rolledBack() : fresh ? "" : why,
        age,
        reply.getReport(),
        AgentHeader.of(reply.getReply()));
  }

  /** Whether one of these hosts answers now. */
  boolean heardOf(Collection<String> hosts) {
    return !hosts.isEmpty()
        && snapshot().service(World.SERVICE).stream()
            .flatMap(view -> hosts.stream().map(view::host).flatMap(Optional::stream))
            .anyMatch(view -> view.fresh().isPresent());
  }

  @Override
  public void follow(Collection<ServiceSpec> services) {}

  @Override
  public void acceptRecord(String service, String host) {}

  @Override
  public AutoCloseable listen(Listener listener) {
    return () -> {};
  }
}

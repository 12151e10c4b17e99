package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.ActOrder;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.wire.WireDocuments;
import java.time.Duration;

/**
 * One order, and the world it is done in. Immutable.
 *
 * @param token of the leadership it is done under
 */
record Scene(ActOrder order, World world, FencingToken token) {

  ServiceSpec spec() {
    return world.spec();
  }

  String host() {
    return order.act().host();
  }

  /** An argument of the act; empty if it has none of that name. */
  String argument(String name) {
    return order.act().arguments().getOrDefault(name, "");
  }

  /** The call that is this act: its request id is the one in the journal. */
  AgentCall call(Duration deadline) {
    return act(host(), order.act().name(), deadline);
  }

  /** A call that belongs to this act, on a host and under a name of its own. */
  AgentCall act(String onHost, String name, Duration deadline) {
    AgentCall call =
        AgentCall.act(
            token,
            new AgentCall.Place(order.service(), order.run().value(), order.step().value()),
            onHost,
            name,
            order.attempt(),
            deadline);
    return world
        .approved()
        .warrant()
        .map(document -> call.withWarrant(WireDocuments.toMessage(document)))
        .orElse(call);
  }

  AgentCall read(String onHost, Duration deadline) {
    return AgentCall.read(token, order.service(), onHost, deadline);
  }
}

package dev.keyparity.testbed.simulator.world;

import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.testbed.simulator.history.Event;
import java.util.Map;

/** The audit log of one agent, which history reads along. */
record SeenAudit(World world, SimulatedHost host, AuditLog log) {

  void record(String event, Map<String, String> fields) {
    host.step("is about to audit " + event);
    log.append(event, fields);
    String by = world.asker();
    String id = fields.getOrDefault("request_id", "");
    String request = id.substring(0, Math.min(8, id.length()));
    switch (event) {
      case "effect-begun" ->
          world.record(
              new Event.EffectBegun(host.name(), fields.getOrDefault("kind", ""), request, by));
      case "effect-ended" ->
          world.record(
              new Event.EffectEnded(host.name(), request, fields.getOrDefault("stage", "")));
      default -> world.note("%s audits %s".formatted(host.name(), event));
    }
    host.step("audited " + event);
  }
}

package dev.keyparity.testbed.simulator.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.testbed.simulator.history.Event;
import java.util.Map;

/** The audit log of one agent, which history reads along. */
record SeenAudit(
    World world, SimulatedHost host, AuditLog log, Map<String, Map<String, String>> late) {

  void record(String event, Map<String, String> fields) {
    host.step("is about to audit " + event);
    boolean isLate = world.weakness.has(Weakness.AUDIT_AFTER_EFFECT);
    if (isLate && event.equals("effect-begun")) {
      late.put(host.name(), fields);
      return;
    }
    if (isLate && event.equals("effect-ended") && late.containsKey(host.name())) {
      write("effect-begun", late.remove(host.name()));
    }
    write(event, fields);
    host.step("audited " + event);
  }

  private void write(String event, Map<String, String> fields) {
    log.append(event, fields);
    world.search("an audit log", fields.toString().getBytes(UTF_8));
    String by = world.asker();
    String request = shortened(fields.getOrDefault("request_id", ""));
    switch (event) {
      case "effect-begun" -> {
        host.begins(fields.getOrDefault("kind", ""));
        world.record(
            new Event.EffectBegun(
                host.name(), fields.getOrDefault("kind", ""), request, by, host.keyOnDisk()));
      }
      case "effect-ended" ->
          world.record(
              new Event.EffectEnded(
                  host.name(),
                  fields.getOrDefault("kind", ""),
                  request,
                  fields.getOrDefault("stage", "")));
      default -> world.note("%s audits %s".formatted(host.name(), event));
    }
  }

  static String shortened(String requestId) {
    return requestId.substring(0, Math.min(8, requestId.length()));
  }
}

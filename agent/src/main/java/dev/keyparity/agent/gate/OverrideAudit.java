package dev.keyparity.agent.gate;

import dev.keyparity.agent.guard.HostGuard;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.canonical.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes overrides that somebody gave on this host into the agent's audit log, each once; after a
 * crash in between, twice under one id. Whoever gives one cannot write there: the log has one
 * writer, and the gate must open with no agent running. Not thread-safe.
 */
public final class OverrideAudit {
  static final String FORMAT = "keyparity.gate-audited/1";
  private static final Logger log = LoggerFactory.getLogger(OverrideAudit.class);

  private final String service;
  private final GateOverrides overrides;
  private final HostGuard host;
  private List<String> told = List.of();

  public OverrideAudit(String service, GateOverrides overrides, HostGuard host) {
    this.service = service;
    this.overrides = overrides;
    this.host = host;
  }

  /** Looks for new ones. */
  public void takeUp() {
    GateOverrides.Found found = overrides.find();
    tell(found.problems());
    if (found.given().isEmpty()) {
      return;
    }
    Set<String> known = new HashSet<>(audited());
    List<GateOverride> fresh =
        found.given().stream().filter(one -> !known.contains(one.id())).toList();
    if (fresh.isEmpty()) {
      return;
    }
    for (GateOverride one : fresh) {
      log.warn(
          "the start gate of {} was overridden by {} for {}: {}",
          service,
          one.by(),
          one.length(),
          one.reason());
      host.audit().record(one.isEnd() ? "gate-override-ended" : "gate-overridden", fields(one));
    }
    host.generation().advance();
    keep(found.given());
  }

  /** Each time that something else is wrong, and not every two seconds. */
  private void tell(List<String> problems) {
    if (!problems.equals(told)) {
      problems.forEach(problem -> log.warn("overrides of {}: {}", service, problem));
      told = problems;
    }
  }

  private static Map<String, String> fields(GateOverride one) {
    return Map.of(
        "service", one.service(),
        "id", one.id(),
        "by", one.by(),
        "reason", one.reason(),
        "length_s", Long.toString(one.length().toSeconds()),
        "given_at", one.givenAt().toString());
  }

  private List<String> audited() {
    return StateRecord.read(host.files(), name(), FORMAT, fields -> fields.strings("ids"))
        .orElse(List.of());
  }

  private void keep(List<GateOverride> all) {
    List<Json> ids = new ArrayList<>();
    all.forEach(one -> ids.add(Json.of(one.id())));
    StateRecord.write(
        host.files(),
        name(),
        Json.object().put("format", FORMAT).put("ids", new Json.Arr(ids)).build());
  }

  private String name() {
    return "gate-audited/" + service + ".json";
  }
}

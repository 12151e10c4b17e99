package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.enablement.plan.Plan;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.evidence.ForgottenVersions;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.proto.agent.v1.HostReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one step decides from: a service as declared, as last heard of, and as approved. Immutable;
 * made anew for each decision.
 *
 * @param at by the coordinator's clock
 * @param journalTime the same moment by the time in which the run's journal is written
 * @param spec as far as the hosts take part that the plan does not leave out
 * @param approved the plan in force with what operators signed for it
 * @param targetOrNull the identity every host shall hold: the plan's own statement, else the one on
 *     record; null while nobody has said which
 * @param listed the hosts of the statement on record; empty while there is none
 */
public record World(
    Instant at,
    Instant journalTime,
    ServiceSpec spec,
    ServiceView fleet,
    PlanRecord approved,
    @Nullable IdentityStatement targetOrNull,
    List<String> listed,
    ForgottenVersions forgotten,
    RecoveryProofs proofs) {

  public World {
    listed = List.copyOf(listed);
  }

  public Plan plan() {
    return approved.plan();
  }

  public Optional<IdentityStatement> target() {
    return Optional.ofNullable(targetOrNull);
  }

  public List<String> hosts() {
    return spec.hostNames();
  }

  /** The service as it is when the run is done: without the host that leaves. */
  public ServiceSpec remaining() {
    return plan().kind() == PlanKind.REMOVE_HOST ? spec.without(subjects()) : spec;
  }

  /** The hosts that take part and stay. */
  public List<String> staying() {
    return remaining().hostNames();
  }

  /** The hosts whose keys may be replaced in this run: all, or the one that it is about. */
  public List<String> subjects() {
    return approved.target().isEmpty() ? hosts() : List.of(approved.target());
  }

  /** The hosts that are backed up: all, or the one that is repaired. */
  public List<String> examined() {
    return plan().kind() == PlanKind.REPAIR ? subjects() : hosts();
  }

  /** The hosts that are compared: the same but one that leaves. */
  public List<String> compared() {
    return plan().kind() == PlanKind.REPAIR ? subjects() : staying();
  }

  /**
   * Who may keep copies of a host's backups, the next in turn first: where hosts are approved, an
   * agent counts only what those keep that are. One that leaves keeps none; for one that stands
   * alone nobody does.
   */
  public List<String> keepersFor(String host) {
    List<String> staying = staying();
    List<String> others = spec.othersAfter(host).stream().filter(staying::contains).toList();
    return listed.isEmpty() ? others : others.stream().filter(listed::contains).toList();
  }

  /** What a host said, if that still counts. */
  public Optional<HostFacts> fresh(String host) {
    return HostFacts.fresh(fleet, host);
  }

  /** A host's report made after a moment of the journal: it shows what followed an act. */
  public Optional<HostFacts> freshSince(String host, Instant moment) {
    return fleet
        .host(host)
        .filter(view -> journalTime.minus(view.age()).isAfter(moment))
        .flatMap(HostView::fresh)
        .map(HostFacts::of);
  }

  /** Hosts without a report that counts, each with the reason. */
  public List<String> silent() {
    List<String> silent = new ArrayList<>();
    for (String host : hosts()) {
      if (fresh(host).isEmpty()) {
        silent.add(host + ": " + whySilent(host));
      }
    }
    return silent;
  }

  private String whySilent(String host) {
    return fleet.host(host).map(HostView::reason).filter(it -> !it.isEmpty()).orElse("no report");
  }

  public boolean isRolledBack(String host) {
    return fleet
        .host(host)
        .filter(view -> view.freshness() == HostView.Freshness.ROLLED_BACK)
        .isPresent();
  }

  /** How far an agent's clock is from ours, as far as its last report shows. */
  public Optional<Duration> clockSkew(String host) {
    return fleet
        .host(host)
        .filter(view -> view.fresh().isPresent())
        .map(view -> skew(view, view.lastReport().orElseThrow()));
  }

  private Duration skew(HostView view, HostReport report) {
    Instant observed = Instant.ofEpochMilli(report.getObservedAtMs());
    return Duration.between(at.minus(view.age()), observed).abs();
  }
}

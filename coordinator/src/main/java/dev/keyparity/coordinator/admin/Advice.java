package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.parity.HostVerdict;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.keyring.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator can do about a service, a line each: a command, two spaces, what it does. The
 * most urgent comes first. Pure.
 */
final class Advice {
  private final ServiceSpec spec;
  private final ServiceParity parity;
  private final Optional<ServiceView> hosts;
  private final Set<String> listed;
  private final List<String> lines = new ArrayList<>();

  private Advice(
      ServiceSpec spec, ServiceParity parity, Optional<ServiceView> hosts, Set<String> listed) {
    this.spec = spec;
    this.parity = parity;
    this.hosts = hosts;
    this.listed = listed;
  }

  /**
   * @param listed the hosts that the identity statement gives the approved key; empty if not known
   */
  static List<String> of(
      ServiceSpec spec,
      ServiceParity parity,
      Optional<ServiceView> hosts,
      Set<String> listed,
      Optional<RunJournal> run) {
    Advice advice = new Advice(spec, parity, hosts, listed);
    Optional<RunJournal> open = run.filter(journal -> !journal.state().isTerminal());
    open.filter(journal -> journal.state().standsStill()).ifPresent(advice::aboutRun);
    if (open.isEmpty()) {
      advice.aboutHosts();
    }
    return advice.lines;
  }

  private void aboutRun(RunJournal run) {
    lines.add(
        "keyparity run show %s  says why it stands still and what can be done"
            .formatted(run.run()));
  }

  private void aboutHosts() {
    String service = spec.service();
    if (parity.approved().isEmpty()) {
      lines.add(
          "keyparity enable %s --reference HOST  gives every host that host's key, as a run"
              .formatted(service));
      lines.add(
          "keyparity adopt %s --reference HOST  where all hosts hold one key already: nothing is written"
              .formatted(service));
      return;
    }
    List<HostVerdict> drifted =
        parity.hosts().stream()
            .map(ServiceParity.Host::verdict)
            .filter(host -> host.isDrift() && !comes(host))
            .toList();
    boolean anyGood = parity.hosts().stream().anyMatch(host -> host.verdict().isInParity());
    drifted.forEach(host -> aboutDrift(host, anyGood));
    parity.hosts().stream()
        .map(ServiceParity.Host::verdict)
        .filter(host -> host.verdict().equals(Optional.of(Verdict.UNKNOWN)) && !host.isPending())
        .forEach(
            host ->
                lines.add(
                    "systemctl status keyparity-agent  on %s says why its agent is silent"
                        .formatted(host.host())));
    parity.hosts().stream()
        .map(ServiceParity.Host::verdict)
        .filter(this::comes)
        .forEach(this::aboutNewHost);
    if (!drifted.isEmpty()) {
      lines.add("runbook: docs/operations/runbooks/key-drift.md");
    }
  }

  /** Declared, and never given the approved key: nothing of it is to be put back. */
  private boolean comes(HostVerdict host) {
    return !listed.isEmpty()
        && !listed.contains(host.host())
        && host.verdict()
            .filter(
                verdict ->
                    switch (verdict) {
                      case ABSENT, DIVERGED, SUBSET, DAMAGED, UNREADABLE -> true;
                      case IN_PARITY, EQUIVALENT, UNPROVEN, CHANGING, UNKNOWN, ROLLED_BACK -> false;
                    })
            .isPresent();
  }

  private void aboutNewHost(HostVerdict host) {
    lines.add(
        "keyparity host add %s %s  gives it the approved key, as a run"
            .formatted(spec.service(), host.host()));
  }

  private void aboutDrift(HostVerdict host, boolean anyGood) {
    if (host.verdict().equals(Optional.of(Verdict.ROLLED_BACK))) {
      lines.add(
          "runbook: docs/operations/runbooks/rolled-back.md  before anything is done to "
              + host.host());
      return;
    }
    lines.add(
        anyGood
            ? "keyparity repair %s %s  puts the approved key back; what is there is backed up first"
                .formatted(spec.service(), host.host())
            : "keyparity backup list %s  no host holds the approved key: it comes from a backup"
                .formatted(spec.service()));
    if (servesApproved(host)) {
      lines.add(
          "do not restart %s before that: it still serves the approved key".formatted(host.host()));
    }
  }

  private boolean servesApproved(HostVerdict host) {
    return !parity.identity().isEmpty()
        && hosts
            .flatMap(view -> view.host(host.host()))
            .flatMap(HostView::fresh)
            .filter(report -> HostFacts.of(report).serves(parity.identity()))
            .isPresent();
  }
}

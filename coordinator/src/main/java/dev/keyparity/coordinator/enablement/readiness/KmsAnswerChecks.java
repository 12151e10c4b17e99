package dev.keyparity.coordinator.enablement.readiness;

import dev.keyparity.coordinator.enablement.readiness.Installation.Host;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.wording.InstallationFault;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether each host's own KMS answers at its address, and what it lets coordinators ask. Pure. */
final class KmsAnswerChecks {
  private final Installation installation;
  private final Remarks remarks;

  private KmsAnswerChecks(Installation installation, Remarks remarks) {
    this.installation = installation;
    this.remarks = remarks;
  }

  static void check(Installation installation, Remarks remarks) {
    KmsAnswerChecks checks = new KmsAnswerChecks(installation, remarks);
    installation.hosts().forEach(checks::answer);
    checks.sameAddress();
  }

  private void answer(Host host) {
    KmsProcess.State state =
        host.report().answer().map(HostReport::getKms).map(KmsProcess::getState).orElse(unknown());
    if (host.kms().isAnswering() && state == KmsProcess.State.DOWN) {
      remarks.require(
          false,
          InstallationFault.KMS_ELSEWHERE,
          host.host(),
          "%s answers, and no KMS process lives on this host".formatted(address(host)),
          "set kms: of this host to its own address in the service file, never to one that a load"
              + " balancer shares");
    }
    if (!host.kms().isAnswering()
        && !host.report().answer().map(KmsAnswerChecks::isIdle).orElse(false)) {
      remarks.require(
          false,
          InstallationFault.KMS_UNREACHABLE,
          host.host(),
          "%s: %s%s"
              .formatted(
                  address(host),
                  host.kms().trouble(),
                  state == KmsProcess.State.UP ? ", though its agent says that it runs" : ""),
          state == KmsProcess.State.UP
              ? "make kms: in the service file the address at which coordinators reach it"
              : "start the KMS, if its key is the approved one");
    }
    if (!host.kms().refused().isEmpty()) {
      remarks.require(
          false,
          InstallationFault.KMS_USER,
          host.host(),
          "user %s may not %s"
              .formatted(installation.kmsUser(), String.join(", ", host.kms().refused())),
          "add it in kms-acls.xml as docs/operations/probe-key.md says; the KMS reads it again by"
              + " itself");
    }
  }

  private static KmsProcess.State unknown() {
    return KmsProcess.State.UNKNOWN;
  }

  /** Before its key is there a KMS must not be started: it would make one of its own. */
  private static boolean isIdle(HostReport report) {
    return HostFacts.of(report).hasNothingToLose();
  }

  private URI address(Host host) {
    return installation.spec().host(host.host()).orElseThrow().kms();
  }

  /** Two names that lead to one address are one KMS, which would be taken for two. */
  private void sameAddress() {
    Map<String, List<String>> hostsByAddress = new TreeMap<>();
    for (Host host : installation.hosts()) {
      for (String address : host.addresses()) {
        hostsByAddress.computeIfAbsent(address, it -> new ArrayList<>()).add(host.host());
      }
    }
    hostsByAddress.values().stream()
        .filter(hosts -> hosts.size() > 1)
        .distinct()
        .forEach(
            hosts ->
                remarks.require(
                    false,
                    InstallationFault.KMS_ELSEWHERE,
                    "",
                    "the KMS addresses of %s lead to one and the same place"
                        .formatted(String.join(" and ", hosts)),
                    "give each host its own kms: address in the service file"));
  }
}

package dev.keyparity.coordinator.enablement.readiness;

import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.RecoveryKey;
import dev.keyparity.wording.InstallationFault;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** What the reports of all hosts together say against their service. Pure. */
public final class ServiceReadiness {
  private static final String NO_HOST = "";

  private ServiceReadiness() {}

  /** At least one recovery key that every host encrypts to, and that its holder has proved. */
  public static void recoveryKeys(
      ServiceSpec spec, Collection<HostReport> reports, RecoveryProofs proofs, Remarks remarks) {
    Set<String> shared = null;
    for (HostReport report : reports) {
      Set<String> here = new HashSet<>();
      for (RecoveryKey key : report.getRecoveryKeysList()) {
        here.add(key.getFingerprint());
      }
      if (shared == null) {
        shared = new TreeSet<>(here);
      } else {
        shared.retainAll(here);
      }
    }
    Set<String> common = shared == null ? Set.of() : shared;
    remarks.require(
        !common.isEmpty(),
        InstallationFault.NO_RECOVERY_KEY,
        NO_HOST,
        "recovery key: none that every host has (expected: at least one)",
        "keyparity recovery-key init --user-id TEXT --out DIR, and name it in each agent.yaml");
    remarks.require(
        common.isEmpty() || common.stream().anyMatch(proofs::isProven),
        InstallationFault.NO_RECOVERY_KEY,
        NO_HOST,
        "recovery key %s: nobody has proved yet that it opens what is encrypted to it"
            .formatted(String.join(", ", common)),
        "keyparity recovery-key prove " + spec.service());
  }

  /** Every agent knows what it will be sent, and all are of one version. */
  public static void versions(Collection<HostReport> reports, Remarks remarks) {
    Set<String> versions = new TreeSet<>();
    for (HostReport report : reports) {
      versions.add(report.getBuild().getVersion());
      HostReadiness.formats(report, remarks);
    }
    if (versions.size() > 1) {
      remarks.warn(
          InstallationFault.AGENT_VERSION,
          NO_HOST,
          "agents of different versions: " + String.join(", ", versions));
    }
  }

  /** What the vendor's resource planning asks for, as far as it can be seen from here. */
  public static void resources(ServiceSpec spec, Remarks remarks) {
    Set<String> addresses = new HashSet<>();
    spec.hosts().forEach(host -> addresses.add(host.kms().getHost()));
    if (addresses.size() < spec.hosts().size()) {
      remarks.warn(
          InstallationFault.SHARED_HOST, NO_HOST, "two KMS on one host: both are lost together");
    }
    if (spec.hosts().size() == 2) {
      remarks.warn(
          InstallationFault.SHARED_HOST,
          NO_HOST,
          "two hosts: while one restarts, the other serves alone");
    }
  }
}

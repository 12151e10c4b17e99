package dev.keyparity.coordinator.enablement.readiness;

import dev.keyparity.coordinator.enablement.readiness.Installation.Host;
import dev.keyparity.coordinator.inventory.ServiceSpec.KmsZooKeeper;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.wording.InstallationFault;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with the installation of one service. Pure. Of the hosts themselves it says what
 * preflight would say; each remark has the commands that mend it.
 */
public final class InstallationChecks {
  private final Installation installation;
  private final Remarks remarks = new Remarks();

  private InstallationChecks(Installation installation) {
    this.installation = installation;
  }

  /** In the order of the hosts, those of the whole service last. */
  public static List<Remark> of(Installation installation) {
    InstallationChecks checks = new InstallationChecks(installation);
    installation.hosts().forEach(checks::host);
    checks.service();
    KmsAnswerChecks.check(installation, checks.remarks);
    SettingChecks.check(installation, checks.remarks);
    Remedies remedies = new Remedies(installation);
    return checks.remarks.all().stream().map(remedies::addTo).toList();
  }

  private void host(Host host) {
    host.report().failure().ifPresent(failure -> agent(host.host(), failure));
    host.report()
        .answer()
        .ifPresent(
            report -> {
              HostReadiness.check(
                  installation.spec(),
                  report,
                  Optional.of(host.skew()),
                  installation.at(),
                  remarks);
              backup(report);
            });
  }

  private void agent(String host, KeyparityException failure) {
    InstallationFault fault =
        switch (failure.code()) {
          case TLS_UNTRUSTED, TLS_WRONG_ROLE, TLS_EXPIRED -> InstallationFault.AGENT_CERTIFICATE;
          case WRONG_GROUP, NO_SUCH_SERVICE, NO_SUCH_HOST -> InstallationFault.AGENT_CONFIGURATION;
          case PROTOCOL_UNSUPPORTED, UNIMPLEMENTED -> InstallationFault.AGENT_VERSION;
          default -> InstallationFault.AGENT_UNREACHABLE;
        };
    remarks.require(false, fault, host, failure.operatorMessage(), failure.whatToDo());
  }

  /** A host without a key file has nothing to back up. */
  private void backup(HostReport report) {
    if (report.getKeyDirectory().getSoundness() != KeyDirectory.Soundness.SOUND) {
      return;
    }
    Backup newest = report.getNewestBackup();
    if (!report.hasNewestBackup()) {
      backup(report, "no backup of its key");
    } else if (!newest.getVerified()) {
      backup(report, "its newest backup was not read back and compared");
    } else if (newest.getCopyReceiptsCount() == 0 && installation.hosts().size() > 1) {
      backup(report, "its newest backup is on its own disk alone");
    }
  }

  private void backup(HostReport report, String seen) {
    remarks.warn(InstallationFault.NO_BACKUP, report.getHost(), seen);
  }

  private void service() {
    List<HostReport> reports = installation.reports();
    if (reports.size() == installation.hosts().size()) {
      ServiceReadiness.recoveryKeys(installation.spec(), reports, installation.proofs(), remarks);
    }
    ServiceReadiness.versions(reports, remarks);
    ServiceReadiness.resources(installation.spec(), remarks);
    if (!installation.ensembleTrouble().isEmpty()) {
      remarks.require(
          false,
          InstallationFault.KMS_ZOOKEEPER,
          "",
          "ZooKeeper of the KMS at %s: %s"
              .formatted(
                  installation.spec().zookeeper().map(KmsZooKeeper::connect).orElse(""),
                  installation.ensembleTrouble()),
          "bring an ensemble up there: three servers, reachable from every KMS host");
    }
  }
}

package dev.keyparity.coordinator.enablement.readiness;

import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.KmsSettings.Seen;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.proto.agent.v1.HostReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One service and its hosts as they were when a coordinator looked. Immutable.
 *
 * @param kmsUser as whom coordinators ask
 * @param ensembleTrouble what is wrong with the ensemble of the KMS; empty if nothing is, or none
 *     is declared
 */
public record Installation(
    ServiceSpec spec,
    Instant at,
    String kmsUser,
    RecoveryProofs proofs,
    List<Host> hosts,
    String ensembleTrouble) {

  /**
   * @param skew how far its clock is from ours at least; zero if that cannot be told
   * @param settings those of kms-site.xml and kts-site.xml, secrets sealed alike on all hosts
   * @param access those of kms-acls.xml
   * @param addresses to which the name in its KMS address leads, each with the port
   */
  public record Host(
      String host,
      Asked<HostReport> report,
      Duration skew,
      Asked<Map<Name, Seen>> settings,
      Asked<Map<Name, Seen>> access,
      Kms kms,
      Set<String> addresses) {
    public Host {
      addresses = Set.copyOf(addresses);
    }

    Optional<Map<Name, Seen>> settingsOfKms() {
      return settings.answer();
    }
  }

  /**
   * What answered at the address of a host's KMS.
   *
   * @param trouble why nothing did; empty if something did
   * @param refused the rights that the user was told to lack
   */
  public record Kms(String trouble, List<String> refused) {
    public Kms {
      refused = List.copyOf(refused);
    }

    boolean isAnswering() {
      return trouble.isEmpty();
    }
  }

  public Installation {
    hosts = List.copyOf(hosts);
  }

  /** The reports there are. */
  List<HostReport> reports() {
    return hosts.stream().flatMap(host -> host.report().answer().stream()).toList();
  }
}

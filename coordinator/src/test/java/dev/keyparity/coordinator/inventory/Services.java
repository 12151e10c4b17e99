package dev.keyparity.coordinator.inventory;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Declared services for tests. */
public final class Services {
  private Services() {}

  /** A service of these hosts with everything else as usual; agents and KMS under their names. */
  public static ServiceSpec of(String service, List<String> hosts) {
    return new ServiceSpec(
        service,
        "keytrustee-kms",
        ServiceSpec.Mode.STANDALONE,
        Path.of("/var/lib/kms-keytrustee/keytrustee/.keytrustee"),
        Path.of("/etc/kms/conf"),
        "kms",
        "kms",
        hosts.stream()
            .map(
                host ->
                    new ServiceSpec.Host(
                        host,
                        new AgentAddress(host, 7417),
                        URI.create("http://" + host + ":16000/kms")))
            .toList(),
        null,
        ServiceSpec.Policy.DEFAULT,
        "keyparity_probe",
        null,
        List.of(),
        List.of());
  }
}

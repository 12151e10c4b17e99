package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.enablement.FakeKms;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The KMS service of all hosts together: as it is declared, and what its clients use of it. */
final class KeyService implements FakeKms.Hosts {
  private static final String PROBE = "keyparity_probe";

  private final World world;
  private final ServiceSpec spec = ServiceRecord.parse(declaration()).spec(World.SERVICE);

  /** A version is sealed by the name of a ring. */
  final FakeKms kms = new FakeKms(this);

  KeyService(World world) {
    this.world = world;
  }

  ServiceSpec spec() {
    return spec;
  }

  /** The service as an operator declares it. */
  static byte[] declaration() {
    StringBuilder yaml =
        new StringBuilder(
            "service: %s%nconfig_directory: /conf%nprobe_key: %s%nhosts:%n"
                .formatted(World.SERVICE, PROBE));
    for (String host : World.HOSTS) {
      yaml.append(
          "  - {name: %1$s, agent: \"%1$s:7417\", kms: \"http://%1$s:16000/kms\"}%n"
              .formatted(host));
    }
    return new ServiceRecord(yaml.toString(), "alice", Instant.EPOCH).encode();
  }

  @Override
  public @Nullable String serving(String host) {
    SimulatedKms at = world.host(host).kms;
    return at.serves() ? at.serving() : null;
  }

  @Override
  public Instant now() {
    return world.time.instant();
  }
}

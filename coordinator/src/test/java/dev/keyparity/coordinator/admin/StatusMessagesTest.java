package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.admin.StatusBoard.Told;
import dev.keyparity.coordinator.evidence.SanctionedChanges;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.Services;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.proto.agent.v1.File;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.coordinator.v1.OpenChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatusMessagesTest {
  private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
  private static final String FILE = "keytrustee.conf";
  private static final String OLD = "a".repeat(64);
  private static final String NEW = "b".repeat(64);
  private static final ServiceSpec SPEC =
      Services.of("kms-prod", List.of("kms1", "kms2", "kms3", "kms4"));

  private final TreeMap<String, HostView> hosts = new TreeMap<>();

  private void has(String host, Freshness freshness, String file, String sha256) {
    HostReport report =
        HostReport.newBuilder()
            .setHost(host)
            .setKeyDirectory(
                KeyDirectory.newBuilder()
                    .addFiles(File.newBuilder().setName(file).setSha256(sha256)))
            .build();
    hosts.put(host, new HostView(host, freshness, "", Duration.ZERO, report, null));
  }

  /** What a silent host had last is not known to be there now. */
  @Test
  void openChange_namesTheHostsThatAreKnownToHaveIt() {
    has("kms1", Freshness.FRESH, FILE, OLD);
    has("kms2", Freshness.FRESH, FILE, NEW);
    has("kms3", Freshness.STALE, FILE, NEW);
    has("kms4", Freshness.FRESH, "pubring.gpg", NEW);
    SanctionedChanges.Entry entry =
        new SanctionedChanges.Entry(
            FILE,
            NEW,
            NOON,
            NOON.plusSeconds(60),
            "alice, bob",
            "CHG-4711",
            new SignedDocument(new byte[] {1}, List.of()));

    List<OpenChange> told =
        StatusMessages.of(
                SPEC,
                new ServiceParity(List.of(), "", List.of()),
                Optional.of(new ServiceView("kms-prod", hosts)),
                Optional.of(
                    new Told(
                        null,
                        null,
                        Set.of(),
                        null,
                        List.of(),
                        new SanctionedChanges(List.of(entry)),
                        null,
                        null,
                        null)),
                10)
            .getChangesList();

    assertThat(told)
        .containsExactly(
            OpenChange.newBuilder()
                .setFile(FILE)
                .setSha256(NEW)
                .setFromMs(NOON.toEpochMilli())
                .setUntilMs(NOON.plusSeconds(60).toEpochMilli())
                .setBy("alice, bob")
                .setReason("CHG-4711")
                .addHosts("kms2")
                .build());
  }
}

package dev.keyparity.coordinator;

import static dev.keyparity.coordinator.parity.Reported.KEY;
import static dev.keyparity.coordinator.parity.Reported.ROGUE;
import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static dev.keyparity.coordinator.parity.Reported.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.parity.Reported;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole coordinator exports of a host that drifts: real ZooKeeper, TLS and status page. */
class FiguresIT {
  @TempDir Path directory;
  private long sequence;

  @Test
  void hostDrifts_itsSeriesSaySo_andGoWithTheLeadership() throws Exception {
    try (CoordinatorLab lab = new CoordinatorLab(directory)) {
      CoordinatorProcess leader = leaderOfAnApprovedService(lab);
      eventually(() -> assertThat(lab.agent().watchers()).isEqualTo(1));

      whileReporting(
          lab,
          KEY,
          () ->
              assertThat(scrape(leader))
                  .contains(parity("IN_PARITY"))
                  .contains("keyparity_host_in_parity{host=\"kms1\",service=\"kms-prod\"} 1.0")
                  .contains("keyparity_recovery_keys_proven{service=\"kms-prod\"} 0.0")
                  .contains("keyparity_drift_detected_total{service=\"kms-prod\"} 0.0"));

      whileReporting(
          lab,
          ROGUE,
          () ->
              assertThat(scrape(leader))
                  .contains(parity("DIVERGED"))
                  .doesNotContain("IN_PARITY")
                  .contains("keyparity_drift_age_seconds{host=\"kms1\",service=\"kms-prod\"}")
                  .contains("keyparity_drift_detected_total{service=\"kms-prod\"} 1.0"));

      lab.zookeeper().stop();
      eventually(
          () ->
              assertThat(scrape(leader))
                  .contains("keyparity_is_leader 0.0")
                  .doesNotContain("kms1", "kms-prod"));
    }
  }

  /**
   * By a coordinator of another ZooKeeper, or with a stolen certificate: nobody scrapes that one.
   */
  @Test
  void agentTakenByAnotherLeader_isSeen_andTakenBack() throws Exception {
    try (CoordinatorLab lab = new CoordinatorLab(directory)) {
      CoordinatorProcess leader = leaderOfAnApprovedService(lab);
      eventually(() -> assertThat(lab.agent().watchers()).isEqualTo(1));
      FencingToken ours = leader.leadership().token().orElseThrow();
      obeys(lab, ours.epoch(), ours.holder());
      whileReporting(
          lab,
          KEY,
          () ->
              assertThat(scrape(leader))
                  .contains(parity("IN_PARITY"), "keyparity_leaders_seen 1.0"));

      long taken = ours.epoch() + 7;
      obeys(lab, taken, "coord9-0badc0de");

      whileReporting(
          lab, KEY, () -> assertThat(scrape(leader)).contains("keyparity_leaders_seen 2.0"));
      eventually(
          () -> assertThat(leader.leadership().token().orElseThrow().epoch()).isGreaterThan(taken));
    }
  }

  private static void obeys(CoordinatorLab lab, long epoch, String holder) {
    lab.agent().header(it -> it.setHighestEpoch(epoch).setHighestHolder(holder));
  }

  private static String parity(String verdict) {
    return "keyparity_host_parity{host=\"kms1\",service=\"kms-prod\",verdict=\"%s\"} 1.0"
        .formatted(verdict);
  }

  private static CoordinatorProcess leaderOfAnApprovedService(CoordinatorLab lab) {
    AtomicReference<Workshop.Parts> parts = new AtomicReference<>();
    CoordinatorProcess process =
        lab.start(
            "coord1",
            lab.certificate(Role.COORDINATOR, "coord1"),
            0,
            given -> {
              parts.set(given);
              return new LeadersWorkshop(given);
            });
    eventually(() -> assertThat(process.leadership().token()).isPresent());
    Workshop.Parts made = Objects.requireNonNull(parts.get());
    FencingToken token = process.leadership().token().orElseThrow();
    new ApprovedStatements(made.records())
        .record(
            token,
            SERVICE,
            new SignedDocument(Reported.statement(1, KEY).canonicalBytes(), List.of()));
    made.records()
        .write(
            token,
            new RecordWrite.Create(
                RecordKey.of(RecordKey.Kind.SPEC, SERVICE),
                new ServiceRecord(lab.serviceFile(), "alice", Instant.EPOCH).encode()));
    process.desk().inventoryChanged().join();
    return process;
  }

  /** A report counts for two seconds: on a slow machine one alone is old before it is scraped. */
  private void whileReporting(CoordinatorLab lab, Ring ring, ThrowingRunnable holds) {
    eventually(
        () -> {
          lab.agent()
              .push(
                  report("kms1", ring)
                      .setSequence(++sequence)
                      .setObservedAtMs(System.currentTimeMillis())
                      .build());
          holds.run();
        });
  }

  private static String scrape(CoordinatorProcess process) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + process.statusPort() + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void eventually(ThrowingRunnable holds) {
    await().atMost(TestTimeouts.SOON).untilAsserted(holds);
  }
}

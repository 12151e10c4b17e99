package dev.keyparity.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.FenceRequest;
import dev.keyparity.proto.agent.v1.HostReport;
import java.io.IOException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole coordinators in this process: real ZooKeeper, real mutual TLS, a scripted agent. */
class CoordinatorProcessIT {
  @TempDir Path directory;
  private CoordinatorLab lab;

  @BeforeEach
  void open() throws Exception {
    lab = new CoordinatorLab(directory);
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  /** A coordinator, and the parts it was made of. */
  private record Coordinator(CoordinatorProcess process, Workshop.Parts parts) {}

  private Coordinator coordinator(String name) {
    return start(name, name);
  }

  private Coordinator start(String name, String certificateOf) {
    AtomicReference<Workshop.Parts> parts = new AtomicReference<>();
    CoordinatorProcess process =
        lab.start(
            name,
            lab.certificate(Role.COORDINATOR, certificateOf),
            0,
            made -> {
              parts.set(made);
              return Workshop.watchingOnly();
            });
    return new Coordinator(process, Objects.requireNonNull(parts.get()));
  }

  private void declareService(Coordinator leader) {
    leader
        .parts()
        .records()
        .write(
            leader.process().leadership().token().orElseThrow(),
            new RecordWrite.Create(
                RecordKey.of(RecordKey.Kind.SPEC, "kms-prod"),
                new ServiceRecord(lab.serviceFile(), "alice", Instant.EPOCH).encode()));
    leader.process().desk().inventoryChanged().join();
  }

  @Test
  void leader_takesUpAServiceAndItsSuccessorDoesUnderAHigherEpoch() throws Exception {
    Coordinator first = coordinator("coord1");
    eventually(() -> assertThat(first.process().leadership().token()).isPresent());
    declareService(first);
    eventually(() -> assertThat(fencedEpochs()).containsExactly(1L));
    eventually(() -> assertThat(lab.agent().watchers()).isEqualTo(1));
    lab.agent().push(report(1));
    eventually(
        () ->
            assertThat(scrape(first.process()))
                .contains("keyparity_is_leader 1.0")
                .contains("keyparity_leader_epoch 1.0")
                .contains("keyparity_zookeeper_connected 1.0")
                .contains("keyparity_host_report_age_seconds{host=\"kms1\",service=\"kms-prod\"}")
                .contains("keyparity_backup_verified{host=\"kms1\",service=\"kms-prod\"} 1.0")
                .containsPattern("keyparity_agent_rpc_seconds_count [1-9]"));
    Coordinator second = coordinator("coord2");
    eventually(
        () ->
            assertThat(second.process().leadership().group().leader().orElseThrow().address())
                .isEqualTo("coord1.example.com:7418"));
    assertThat(scrape(second.process()))
        .contains("keyparity_is_leader 0.0")
        .doesNotContain("host=\"kms1\"");

    first.process().close();

    eventually(() -> assertThat(fencedEpochs()).containsExactly(1L, 2L));
    eventually(() -> assertThat(lab.agent().watchers()).isEqualTo(1));
    assertThat(second.process().desk().services()).hasSize(1);
  }

  @Test
  void zookeeperGone_statusStillAnswersAndSaysWhy() throws Exception {
    Coordinator first = coordinator("coord1");
    eventually(() -> assertThat(first.process().leadership().token()).isPresent());

    lab.zookeeper().stop();

    eventually(
        () -> {
          HttpResponse<String> ready = get(first.process(), "/readyz");
          assertThat(ready.statusCode()).isEqualTo(503);
          assertThat(ready.body()).contains("\"name\":\"zookeeper\",\"ok\":false");
          assertThat(scrape(first.process()))
              .contains("keyparity_zookeeper_connected 0.0")
              .contains("keyparity_is_leader 0.0");
        });
    assertThat(get(first.process(), "/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void start_certificateOfAnotherName_refusedWithTheWayOut() {
    assertThatThrownBy(() -> start("coord1", "coord9"))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TLS_WRONG_ROLE);
              assertThat(e.operatorMessage())
                  .contains("that of coordinator coord9 (expected: coordinator coord1)");
              assertThat(e.whatToDo()).isEqualTo("keyparity pki issue coordinator coord1");
            });
  }

  private List<Long> fencedEpochs() {
    return lab.agent().requests().stream()
        .filter(FenceRequest.class::isInstance)
        .map(request -> ((FenceRequest) request).getEnvelope().getEpoch())
        .toList();
  }

  private static HostReport report(long sequence) {
    return HostReport.newBuilder()
        .setService("kms-prod")
        .setHost("kms1")
        .setSequence(sequence)
        .setObservedAtMs(System.currentTimeMillis())
        .setNewestBackup(Backup.newBuilder().setVerified(true))
        .build();
  }

  private static String scrape(CoordinatorProcess process) throws Exception {
    return get(process, "/metrics").body();
  }

  private static HttpResponse<String> get(CoordinatorProcess process, String path)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + process.statusPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(TestTimeouts.SOON).untilAsserted(assertion);
  }
}

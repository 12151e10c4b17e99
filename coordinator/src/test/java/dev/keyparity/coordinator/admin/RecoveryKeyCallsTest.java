package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.Digest;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.RecoveryKey;
import dev.keyparity.proto.coordinator.v1.ChallengeRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysRequest;
import dev.keyparity.proto.coordinator.v1.ProveRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ProvenRecoveryKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryKeyCallsTest {
  private static final String KEY = "AAAA00112233445566778899AABBCCDDEEFFAAAA";
  private static final String OTHER = "BBBB00112233445566778899AABBCCDDEEFFBBBB";

  @TempDir Path directory;
  private AdminBench bench;
  private LateFleet late;
  private RecoveryKeyCalls calls;

  /** A fleet that is told something between two looks at it. */
  private final class LateFleet implements Fleet {
    private Runnable afterSecondLook = () -> {};
    private int looks;

    @Override
    public FleetSnapshot snapshot() {
      if (++looks == 3) {
        afterSecondLook.run();
      }
      return bench.fleet.snapshot();
    }

    @Override
    public void follow(Collection<ServiceSpec> services) {}

    @Override
    public void acceptRecord(String service, String host) {}

    @Override
    public AutoCloseable listen(Listener listener) {
      return bench.fleet.listen(listener);
    }
  }

  @BeforeEach
  void open() {
    bench = new AdminBench(directory);
    late = new LateFleet();
    calls =
        new RecoveryKeyCalls(
            bench.chair,
            new RecoveryKeyCalls.Desk(
                late, bench.evidence, bench.audit, bench.clock, new SecureRandom()));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void reports(String host, String fingerprint) {
    bench.fleet.report(
        AdminBench.SERVICE,
        HostReport.newBuilder()
            .setHost(host)
            .addRecoveryKeys(
                RecoveryKey.newBuilder()
                    .setFingerprint(fingerprint)
                    .setUserId("Example Corp")
                    .setPublicKey(ByteString.copyFromUtf8("not a key")))
            .build());
  }

  private void connecting() {
    bench
        .spec()
        .hostNames()
        .forEach(host -> bench.fleet.put(AdminBench.SERVICE, HostView.connecting(host)));
  }

  private void everyHostReports(String fingerprint) {
    bench.spec().hostNames().forEach(host -> reports(host, fingerprint));
  }

  private static ListRecoveryKeysRequest ofService() {
    return ListRecoveryKeysRequest.newBuilder().setService(AdminBench.SERVICE).build();
  }

  private KeyparityException challengeRefused(String fingerprint) {
    return AdminBench.refusal(
        () ->
            AdminBench.asAlice(
                () ->
                    calls.challenge(
                        ChallengeRecoveryKeyRequest.newBuilder()
                            .setService(AdminBench.SERVICE)
                            .setFingerprint(fingerprint)
                            .build())));
  }

  /** Right after a service is declared: {@code recovery-key list} must not say that none is. */
  @Test
  void list_beforeTheFirstReports_waitsForThem() {
    connecting();
    late.afterSecondLook = () -> everyHostReports(KEY);

    assertThat(calls.list(ofService()).getKeysList())
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.getFingerprint()).isEqualTo(KEY);
              assertThat(key.getHostsList()).containsExactly("kms1", "kms2", "kms3");
            });
  }

  /** A key that only the last host to report encrypts to is a key all the same. */
  @Test
  void challenge_beforeTheFirstReports_waitsForEveryHost() {
    connecting();
    late.afterSecondLook =
        () -> {
          reports("kms1", OTHER);
          reports("kms2", OTHER);
          reports("kms3", KEY);
        };

    // Past the question whether any host has such a key: what is reported here is none.
    assertThat(challengeRefused(KEY).code()).isEqualTo(ErrorCode.SIGNATURE_INVALID);
  }

  @Test
  void prove_beforeTheFirstReports_answersWithTheKeys() throws Exception {
    connecting();
    late.afterSecondLook = () -> everyHostReports(KEY);
    String answer = "WORD";
    bench.evidence.prove(
        bench.token,
        AdminBench.SERVICE,
        proofs ->
            proofs.with(
                new RecoveryProofs.Challenge(
                    "c1",
                    KEY,
                    Digest.of(answer.getBytes(StandardCharsets.UTF_8)).hex(),
                    bench.clock.instant().plusSeconds(60)),
                bench.clock.instant()));

    ProvenRecoveryKey proven =
        AdminBench.asAlice(
                () ->
                    calls.prove(
                        ProveRecoveryKeyRequest.newBuilder()
                            .setService(AdminBench.SERVICE)
                            .setChallengeId("c1")
                            .setAnswer(answer)
                            .build()))
            .getKeys(0);

    assertThat(proven.getProvenBy()).isEqualTo("alice");
    assertThat(proven.getProvenAtMs()).isEqualTo(bench.clock.millis());
  }

  @Test
  void list_noHostCanBeReached_saysWhyAtOnce() {
    bench
        .spec()
        .hostNames()
        .forEach(host -> bench.fleet.silent(AdminBench.SERVICE, host, "connection refused"));

    KeyparityException refused = AdminBench.refusal(() -> calls.list(ofService()));

    assertThat(refused.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE);
    assertThat(refused.operatorMessage())
        .isEqualTo(
            "recovery keys of kms-prod: no agent can be asked: kms1: connection refused;"
                + " kms2: connection refused; kms3: connection refused");
    assertThat(late.looks).as("looks at the fleet: one to see whether to wait").isEqualTo(2);
  }

  @Test
  void challenge_keyThatNoHostEncryptsTo_namesThoseThatThereAre() {
    everyHostReports(KEY);

    KeyparityException refused = challengeRefused(OTHER);

    assertThat(refused.code()).isEqualTo(ErrorCode.NO_RECOVERY_KEY);
    assertThat(refused.operatorMessage())
        .isEqualTo(
            "recovery key: %s (expected: one that a host of kms-prod encrypts to: %s)"
                .formatted(OTHER, KEY));
    assertThat(bench.audited()).isEmpty();
  }

  /** A key is known by what it is, not by what an agent calls it. */
  @Test
  void challenge_whatIsReportedIsNoKey_refusedWithTheHosts() {
    everyHostReports(KEY);

    KeyparityException refused = challengeRefused(KEY);

    assertThat(refused.code()).isEqualTo(ErrorCode.SIGNATURE_INVALID);
    assertThat(refused.operatorMessage()).contains("what kms1, kms2, kms3 reports is not a key");
    assertThat(bench.evidence.recoveryProofs(AdminBench.SERVICE).challenges()).isEmpty();
  }
}

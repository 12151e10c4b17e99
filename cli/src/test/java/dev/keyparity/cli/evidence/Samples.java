package dev.keyparity.cli.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.evidence.AuditExcerpt.Kept;
import dev.keyparity.cli.evidence.Evidence.HostParity;
import dev.keyparity.cli.evidence.Evidence.Source;
import dev.keyparity.cli.testing.Plans;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.daemon.audit.AuditRecord;
import dev.keyparity.daemon.audit.AuditVerifier;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.keyring.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An evidence file's content with everything in it once, and what it is made of. */
final class Samples {
  static final Instant SINCE = TestCli.NOW.minusSeconds(3600);
  static final String IDENTITY = "c3".repeat(32);

  private Samples() {}

  static IdentityStatement statement(String service) {
    return new IdentityStatement(
        "prod",
        service,
        3,
        List.of("kms1", "kms2", "kms3"),
        IDENTITY,
        List.of(Plans.KEPT),
        new TreeMap<>(Map.of("secring.gpg", Plans.SECRING)),
        2561,
        TestCli.NOW.minusSeconds(86_400));
  }

  /** Three records, the last one a minute old. */
  static List<AuditRecord> audit(Path directory) {
    List<AuditRecord> records = new ArrayList<>();
    Path log = directory.resolve("audit.jsonl");
    Clock clock = Clock.fixed(TestCli.NOW.minusSeconds(60), TestCli.ZONE);
    try (AuditLog audit = AuditLog.open(log, clock)) {
      audit.append("plan-make", Map.of("service", "kms-prod", "operator", "alice"));
      audit.append("plan-approve", Map.of("service", "kms-prod", "operator", "alice"));
      audit.append("run-start", Map.of("service", "kms-prod", "operator", "alice"));
    }
    assertThat(AuditVerifier.scan(log, List.of(), records::add).isIntact()).isTrue();
    return List.copyOf(records);
  }

  static Warrant warrant() {
    return new Warrant(
        "8c1f22d09a3e-51d0-w1",
        "prod",
        "kms-prod",
        Plans.RUN,
        "d4".repeat(32),
        2,
        TestCli.NOW.minusSeconds(4000),
        TestCli.NOW.plusSeconds(80_000),
        List.of(Act.of(Verb.STOP, "synchronize-key", "kms2", Map.of())),
        "enable kms-prod, reference kms1",
        "CHG-4711");
  }

  static Revocation revocation() {
    return new Revocation(
        "prod", "kms-prod", null, "0f3a91c2d4e5-8c1f", SINCE, "wrong reference host");
  }

  static Evidence evidence(Path directory) {
    List<AuditRecord> records = audit(directory);
    return new Evidence(
        "kms-prod",
        "prod",
        SINCE,
        TestCli.NOW.plusMillis(3),
        "alice",
        new Source("coord1", 7, TestCli.NOW),
        List.of("kms1", "kms2"),
        List.of(
            new HostParity(
                "kms1",
                List.of(
                    new Sighting(Verdict.IN_PARITY, IDENTITY, Plans.KEPT, SINCE, TestCli.NOW)))),
        List.of(
            new SignedDocument(
                statement("kms-prod").canonicalBytes(),
                List.of(
                    new DocumentSignature(
                        "ed25519", "alice", "a1".repeat(32), new byte[] {1, 2, 3})))),
        List.of(
            new RunEntry(
                "0f3a91c2d4e5-8c1f",
                "enable",
                "done",
                "alice",
                SINCE,
                SINCE.plusSeconds(42),
                List.of(
                    new RunEntry.Act(
                        "backup", "backup", "kms1", "done", SINCE, SINCE.plusSeconds(1))))),
        List.of(
            new BackupEntry(
                "20261124T010000Z-4f2a",
                "kms1",
                SINCE,
                "d4".repeat(32),
                Plans.SECRING,
                true,
                List.of("kms2"),
                List.of(Plans.KEPT))),
        List.of(new RecoveryKeyEntry(Plans.KEPT, SINCE, "alice")),
        List.of(new EventEntry(SINCE, "critical", "kms2 drifted: it holds another key")),
        List.of(
            new AuditExcerpt(
                "coordinator coord1",
                records.get(2).head(),
                records.subList(1, 3),
                List.of(new Kept("kms1", records.get(1).head())),
                true,
                "")),
        List.of("audit log of agent kms2: connection refused"));
  }
}

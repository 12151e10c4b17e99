package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.Build;
import dev.keyparity.proto.agent.v1.File;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Key;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.RecoveryKey;
import dev.keyparity.proto.agent.v1.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One KMS host: its key file, its KMS process, and what its agent keeps. Outlives coordinators. */
public final class FakeHost {
  public static final String RECOVERY_KEY = "AAAA00112233445566778899AABBCCDDEEFFAAAA";

  final String name;
  final String profile;
  @Nullable Ring file;

  /** What the running process loaded; null while none runs. */
  @Nullable Ring process;

  long startedAtMs = 1;
  boolean stopBegun;
  private long memberGeneration;
  boolean startsBroken;

  /** Its process lives and answers nobody yet. */
  boolean startsSlowly;

  /** Whether its agent saw which key the KMS loaded. */
  boolean loadSeen = true;

  boolean silent;
  int operatorsDemanded = 1;
  final List<String> refusedRuns = new ArrayList<>();
  @Nullable IdentityStatement statement;
  final List<Backup> backups = new ArrayList<>();
  final List<String> copies = new ArrayList<>();
  final Map<String, Receipt> receipts = new LinkedHashMap<>();
  final Map<String, String> settings = new TreeMap<>();
  int settingWrites;
  UnaryOperator<HostReport.Builder> reportEdit = report -> report;

  FakeHost(String name, String profile) {
    this.name = name;
    this.profile = profile;
  }

  /** Holds this key file, and its KMS runs with it. */
  public FakeHost serving(Ring ring) {
    file = ring;
    process = ring;
    return this;
  }

  /** Whether its agent is down, or the way to it. */
  public void silence(boolean isSilent) {
    silent = isSilent;
  }

  /** How many operators must have signed what it does. */
  public void demandOperators(int number) {
    operatorsDemanded = number;
  }

  /** The runs whose revocation its agent keeps, as often as it was put there. */
  public List<String> refusedRuns() {
    return List.copyOf(refusedRuns);
  }

  boolean serves(String identity) {
    return process != null && loadSeen && process.identity().equals(identity);
  }

  String secring() {
    return file == null ? HostFacts.ABSENT : file.sha256();
  }

  HostReport report(String service, long nowMs) {
    HostReport.Builder report =
        HostReport.newBuilder()
            .setService(service)
            .setHost(name)
            .setObservedAtMs(nowMs)
            .setKeyDirectory(keyDirectory())
            .setKms(kms())
            .setStatement(statement())
            .addRecoveryKeys(RecoveryKey.newBuilder().setFingerprint(RECOVERY_KEY))
            .setApprovalsDemanded(1)
            .setBuild(Build.newBuilder().setVersion("0.1.0"));
    if (!backups.isEmpty()) {
      report.setNewestBackup(backups.get(backups.size() - 1));
    }
    return reportEdit.apply(report).build();
  }

  private KeyDirectory keyDirectory() {
    KeyDirectory.Builder directory = KeyDirectory.newBuilder().setProfile(profile);
    Ring ring = file;
    if (ring == null) {
      return directory.setSoundness(KeyDirectory.Soundness.ABSENT).build();
    }
    directory
        .setSoundness(ring.sound() ? KeyDirectory.Soundness.SOUND : KeyDirectory.Soundness.DAMAGED)
        .setIdentity(ring.identity())
        .addFiles(
            File.newBuilder()
                .setName("secring.gpg")
                .setBytes(ring.bytes())
                .setSha256(ring.sha256()));
    for (String fingerprint : ring.fingerprints()) {
      directory.addKeys(
          Key.newBuilder()
              .setFingerprint(fingerprint)
              .setAlgorithm("rsa")
              .setBits(2048)
              .setPrimary(fingerprint.equals(ring.primary()))
              .setSecretPresent(true)
              .setSecretConsistent(true));
    }
    return directory.build();
  }

  /** Once it held and served the approved key it stays one under that statement, up or down. */
  private boolean isMember() {
    IdentityStatement held = statement;
    Ring ring = file;
    if (held != null
        && ring != null
        && ring.identity().equals(held.keyIdentity())
        && serves(held.keyIdentity())) {
      memberGeneration = held.generation();
    }
    return held != null && memberGeneration == held.generation();
  }

  KmsProcess kms() {
    KmsProcess.Builder kms = KmsProcess.newBuilder().setStopBegun(stopBegun).setMember(isMember());
    return process == null
        ? kms.setState(KmsProcess.State.DOWN).build()
        : kms.setState(startsSlowly ? KmsProcess.State.STARTING : KmsProcess.State.UP)
            .setStartedAtMs(startedAtMs)
            .setServingIdentity(loadSeen ? process.identity() : "")
            .setServingDigest(process.sha256())
            .build();
  }

  private Statement statement() {
    IdentityStatement held = statement;
    return held == null
        ? Statement.newBuilder().setIntact(true).build()
        : Statement.newBuilder()
            .setGeneration(held.generation())
            .setIdentity(held.keyIdentity())
            .setIntact(true)
            .build();
  }
}

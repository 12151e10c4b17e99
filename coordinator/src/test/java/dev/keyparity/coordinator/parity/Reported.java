package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.Services;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.keyring.Digest;
import dev.keyparity.proto.agent.v1.File;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Key;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A service of three hosts, what its agents report, and what they are held against. */
public final class Reported {
  static final String GROUP = "prod";
  public static final String SERVICE = "kms-prod";
  public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  public static final Ring KEY = Ring.of("kms1");
  public static final Ring ROGUE = Ring.of("rogue");
  static final ServiceSpec SPEC = spec("kms1", "kms2", "kms3");

  private Reported() {}

  static ServiceSpec spec(String... hosts) {
    return Services.of(SERVICE, List.of(hosts));
  }

  public static IdentityStatement statement(long generation, Ring ring) {
    return statement(generation, ring, Map.of());
  }

  static IdentityStatement statement(long generation, Ring ring, Map<String, String> otherFiles) {
    TreeMap<String, String> files = new TreeMap<>(otherFiles);
    files.put("secring.gpg", ring.sha256());
    return new IdentityStatement(
        GROUP,
        SERVICE,
        generation,
        SPEC.hostNames(),
        ring.identity(),
        ring.fingerprints().stream().sorted().toList(),
        files,
        ring.bytes(),
        NOON);
  }

  static Approval approval(Ring ring) {
    return Approval.of(statement(1, ring)).orElseThrow();
  }

  static Standard standard(@Nullable Approval approval) {
    return new Standard(approval, "", Sanctions.NONE);
  }

  /** A host that holds this key file, serves it, and has the first statement. */
  public static HostReport.Builder report(String host, Ring ring) {
    return HostReport.newBuilder()
        .setService(SERVICE)
        .setHost(host)
        .setKeyDirectory(directory(ring))
        .setKms(
            KmsProcess.newBuilder()
                .setState(KmsProcess.State.UP)
                .setServingIdentity(ring.identity()))
        .setStatement(holding(statement(1, KEY)));
  }

  /** The same without a key file, and nothing runs. */
  static HostReport.Builder absent(String host) {
    return report(host, KEY)
        .setKeyDirectory(
            KeyDirectory.newBuilder()
                .setProfile("keytrustee-kms")
                .setSoundness(KeyDirectory.Soundness.ABSENT)
                .addReasons("no secring.gpg"))
        .setKms(KmsProcess.newBuilder().setState(KmsProcess.State.DOWN));
  }

  static Statement holding(IdentityStatement statement) {
    return Statement.newBuilder()
        .setGeneration(statement.generation())
        .setDigest(Digest.of(statement.canonicalBytes()).hex())
        .setIdentity(statement.keyIdentity())
        .setIntact(true)
        .build();
  }

  static KeyDirectory.Builder directory(Ring ring) {
    KeyDirectory.Builder directory =
        KeyDirectory.newBuilder()
            .setProfile("keytrustee-kms")
            .setSoundness(
                ring.sound() ? KeyDirectory.Soundness.SOUND : KeyDirectory.Soundness.DAMAGED)
            .setIdentity(ring.identity())
            .addFiles(file("secring.gpg", ring.bytes(), ring.sha256()));
    ring.fingerprints().forEach(fingerprint -> directory.addKeys(key(fingerprint, ring.primary())));
    return directory;
  }

  static File.Builder file(String name, long bytes, String sha256) {
    return File.newBuilder().setName(name).setBytes(bytes).setSha256(sha256).setMode("0600");
  }

  private static Key.Builder key(String fingerprint, String primary) {
    return Key.newBuilder()
        .setFingerprint(fingerprint)
        .setAlgorithm("rsa")
        .setBits(2048)
        .setPrimary(fingerprint.equals(primary))
        .setSecretPresent(true)
        .setSecretConsistent(true);
  }

  /** The keys of one ring in a file of other bytes and another length. */
  static HostReport.Builder spelled(String host, Ring ring, long bytes) {
    Ring other = ring.respelled();
    return report(host, ring)
        .setKeyDirectory(directory(other).setFiles(0, file("secring.gpg", bytes, other.sha256())));
  }

  static HostView fresh(HostReport.Builder report) {
    HostReport built = report.build();
    return new HostView(built.getHost(), Freshness.FRESH, "", Duration.ofMillis(300), built, null);
  }

  static HostView not(Freshness freshness, String reason, HostReport.Builder last) {
    HostReport built = last.build();
    return new HostView(built.getHost(), freshness, reason, Duration.ofSeconds(7), built, null);
  }

  static HostView neverHeard(String host) {
    return new HostView(host, Freshness.NEVER_HEARD, "connecting", HostView.NEVER, null, null);
  }
}

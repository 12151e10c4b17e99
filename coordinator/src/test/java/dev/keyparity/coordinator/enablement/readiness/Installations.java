package dev.keyparity.coordinator.enablement.readiness;

import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.KmsSettings.Seen;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.ServiceSpec.KmsZooKeeper;
import dev.keyparity.coordinator.inventory.Services;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.Build;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.RecoveryKey;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An installation of three hosts with nothing wrong, until a test spoils something. */
final class Installations {
  static final Instant NOW = Instant.parse("2026-11-24T14:00:00Z");
  static final String RECOVERY_KEY = "AAAA00112233445566778899AABBCCDDEEFFAAAA";

  /** One host as a test has it. */
  static final class Spoilt {
    final HostReport.Builder report;
    Duration skew = Duration.ZERO;
    final Map<Name, String> settings = new TreeMap<>();
    final Map<Name, String> access = new TreeMap<>();
    boolean hasFiles = true;
    @Nullable KeyparityException silent;
    @Nullable KeyparityException unread;
    Installation.Kms kms = new Installation.Kms("", List.of());
    Set<String> addresses;

    Spoilt(String name, ServiceSpec spec) {
      addresses = Set.of(name + ":16000");
      report =
          HostReport.newBuilder()
              .setHost(name)
              .setService(spec.service())
              .setKeyDirectory(
                  KeyDirectory.newBuilder()
                      .setProfile(spec.profile())
                      .setPath(spec.keyDirectory().toString())
                      .setSoundness(KeyDirectory.Soundness.SOUND))
              .setKms(KmsProcess.newBuilder().setState(KmsProcess.State.UP))
              .addRecoveryKeys(RecoveryKey.newBuilder().setFingerprint(RECOVERY_KEY))
              .setNewestBackup(
                  Backup.newBuilder()
                      .setVerified(true)
                      .addCopyReceipts(PeerSigned.getDefaultInstance()))
              .setBuild(Build.newBuilder().setVersion("0.1.0"));
      settings.putAll(
          KmsSettings.zooKeeper(new KmsZooKeeper("zk1:2181,zk2:2181", "/kms"), Map.of()));
      KmsSettings.ENSEMBLE_AUTHENTICATION.forEach(each -> settings.put(each, "sasl"));
      KmsSettings.REVIEWED.forEach(each -> settings.put(each, "as everywhere"));
      KmsSettings.ACCESS.forEach(each -> access.put(each, "kms keyparity"));
    }

    private Map<Name, Seen> seen(Map<Name, String> values, List<Name> names) {
      Map<Name, Seen> seen = new TreeMap<>();
      for (Name name : names) {
        String value = values.get(name);
        seen.put(
            name,
            new Seen(
                name,
                value != null,
                value == null ? "" : value,
                false,
                "",
                hasFiles ? "d1" : HostFacts.ABSENT));
      }
      return seen;
    }

    private Installation.Host host() {
      @Nullable KeyparityException failure = silent;
      @Nullable KeyparityException unreadable = unread;
      List<Name> compared = new ArrayList<>(KmsSettings.zooKeeperNames());
      compared.addAll(KmsSettings.REVIEWED);
      return new Installation.Host(
          report.getHost(),
          failure == null ? Asked.answered(report.build()) : Asked.failed(failure),
          skew,
          failure != null
              ? Asked.not()
              : unreadable != null
                  ? Asked.failed(unreadable)
                  : Asked.answered(seen(settings, compared)),
          failure != null ? Asked.not() : Asked.answered(seen(access, KmsSettings.ACCESS)),
          kms,
          addresses);
    }
  }

  ServiceSpec spec;
  final Map<String, Spoilt> hosts = new LinkedHashMap<>();
  RecoveryProofs proofs =
      new RecoveryProofs(List.of(new RecoveryProofs.Proof(RECOVERY_KEY, NOW, "alice")), List.of());
  String ensembleTrouble = "";

  Installations(String... names) {
    this(Services.of("kms-prod", List.of(names)));
  }

  Installations(ServiceSpec spec) {
    this.spec = spec;
    spec.hostNames().forEach(name -> hosts.put(name, new Spoilt(name, spec)));
  }

  Spoilt host(String name) {
    return Objects.requireNonNull(hosts.get(name), name);
  }

  void report(String host, Consumer<HostReport.Builder> spoil) {
    spoil.accept(host(host).report);
  }

  void silent(String host, ErrorCode code, String message) {
    host(host).silent = new KeyparityException(code, message);
  }

  List<Remark> remarks() {
    return InstallationChecks.of(
        new Installation(
            spec,
            NOW,
            "keyparity",
            proofs,
            hosts.values().stream().map(Spoilt::host).toList(),
            ensembleTrouble));
  }
}

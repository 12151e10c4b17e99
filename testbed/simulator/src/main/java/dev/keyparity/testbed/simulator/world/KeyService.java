package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.enablement.act.KmsQuestions;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.EncryptedKey;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.KmsAnswer;
import dev.keyparity.coordinator.kms.KmsClient;
import dev.keyparity.coordinator.kms.KmsClients;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.Opens;
import dev.keyparity.coordinator.kms.SurveyResult;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What clients use of the KMS: one store of keys, each version sealed with the key of the host that
 * made it; a host opens what the key of its running process sealed. Answers at once.
 */
final class KeyService implements KmsClients, KmsQuestions {
  private static final String PROBE = "keyparity_probe";

  private final World world;
  private final TreeMap<KeyVersion, String> sealedBy = new TreeMap<>();
  private final ServiceSpec spec = ServiceRecord.parse(declaration()).spec(World.SERVICE);

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

  /** A customer's key, sealed by a ring of that name. */
  void key(String name, int versions, String ring) {
    for (int i = 0; i < versions; i++) {
      sealedBy.put(new KeyVersion(name, i), ring);
    }
  }

  private int versionsOf(String name) {
    return (int) sealedBy.keySet().stream().filter(it -> it.key().equals(name)).count();
  }

  @Override
  public SurveyResult survey(ServiceSpec of, List<String> hosts) {
    List<SurveyResult.HostSurvey> answers = new ArrayList<>();
    for (String host : hosts) {
      TreeMap<KeyVersion, Opens> opens = new TreeMap<>();
      sealedBy.keySet().forEach(version -> opens.put(version, opens(host, version)));
      boolean up = world.host(host).kms.runs();
      answers.add(new SurveyResult.HostSurvey(host, opens, up ? "" : "connection refused"));
    }
    return new SurveyResult(world.time.instant(), answers);
  }

  private Opens opens(String host, KeyVersion version) {
    SimulatedKms kms = world.host(host).kms;
    if (!kms.runs()) {
      return new Opens(Opens.Result.UNANSWERED, "connection refused");
    }
    return kms.serving().equals(sealedBy.get(version))
        ? Opens.YES
        : new Opens(Opens.Result.CANNOT_OPEN, "cannot unseal it");
  }

  @Override
  public MatrixResult matrix(ServiceSpec of, Optional<KeyVersion> fresh) {
    List<MatrixResult.Pair> pairs = new ArrayList<>();
    KeyVersion current = new KeyVersion(PROBE, Math.max(0, versionsOf(PROBE) - 1));
    for (String from : of.hostNames()) {
      for (String to : of.othersThan(from)) {
        boolean ok = opens(from, current).isOpen() && opens(to, current).isOpen();
        String why = ok ? "" : "cannot unseal it";
        pairs.add(new MatrixResult.Pair(from, to, current, ok, why, false));
      }
    }
    return new MatrixResult(world.time.instant(), pairs);
  }

  @Override
  public KmsClient of(String host, URI kms) {
    return new Client(host);
  }

  private final class Client implements KmsClient {
    private final String host;

    private Client(String host) {
      this.host = host;
    }

    @Override
    public String host() {
      return host;
    }

    @Override
    public KmsAnswer<Health> health() {
      return KmsAnswer.of(new Health("answers"));
    }

    @Override
    public KmsAnswer<List<String>> keyNames() {
      return KmsAnswer.of(sealedBy.keySet().stream().map(KeyVersion::key).distinct().toList());
    }

    @Override
    public KmsAnswer<KeyMetadata> metadata(String key) {
      int versions = versionsOf(key);
      return versions == 0
          ? KmsAnswer.none(KmsAnswer.Kind.NO_SUCH_KEY, "no key " + key)
          : KmsAnswer.of(new KeyMetadata(key, versions, "AES/CTR/NoPadding", 128));
    }

    @Override
    public Opens opens(KeyVersion version) {
      return KeyService.this.opens(host, version);
    }

    @Override
    public KmsAnswer<EncryptedKey> generate(String key) {
      throw new UnsupportedOperationException("the matrix is answered as a whole");
    }

    @Override
    public Opens decrypts(EncryptedKey encrypted) {
      throw new UnsupportedOperationException("the matrix is answered as a whole");
    }

    @Override
    public KmsAnswer<KeyMetadata> create(String key) {
      return add(key)
          .map(version -> new KeyMetadata(key, version.version() + 1, "AES/CTR/NoPadding", 128));
    }

    @Override
    public KmsAnswer<KeyVersion> roll(String key) {
      return add(key);
    }

    private KmsAnswer<KeyVersion> add(String key) {
      SimulatedKms kms = world.host(host).kms;
      if (!kms.runs()) {
        return KmsAnswer.none(KmsAnswer.Kind.UNREACHABLE, "connection refused");
      }
      KeyVersion version = new KeyVersion(key, versionsOf(key));
      sealedBy.put(version, kms.serving());
      return KmsAnswer.of(version);
    }

    @Override
    public KmsAnswer<Health> invalidateCache(String key) {
      return KmsAnswer.of(new Health("done"));
    }
  }
}

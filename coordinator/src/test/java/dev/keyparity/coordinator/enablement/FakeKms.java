package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.enablement.act.KmsQuestions;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The KMS of hosts that are not real: one store of keys, each version sealed by the ring of the
 * host that made it; a host opens what the ring of its running process sealed. Answers at once.
 */
public final class FakeKms implements KmsClients, KmsQuestions {
  private final Hosts hosts;
  private final TreeMap<KeyVersion, String> sealedBy = new TreeMap<>();

  /** Hosts whose KMS opens nothing, whatever ring it has. */
  final Set<String> blind = new HashSet<>();

  /** Hosts whose KMS may have opened a fresh data key from what it remembers. */
  final Set<String> remembers = new HashSet<>();

  /** What it asks of the hosts. */
  public interface Hosts {
    /** The name of the ring that a host's process runs with; null if none runs. */
    @Nullable String serving(String host);

    Instant now();

    /** A key is made or rolled. */
    default void note(String what) {}
  }

  public FakeKms(Hosts hosts) {
    this.hosts = hosts;
  }

  /** A key with so many versions, sealed by a ring of that name. */
  public void key(String name, int versions, String ring) {
    for (int i = 0; i < versions; i++) {
      sealedBy.put(new KeyVersion(name, versionsOf(name)), ring);
    }
  }

  int versionsOf(String name) {
    return (int) sealedBy.keySet().stream().filter(it -> it.key().equals(name)).count();
  }

  @Override
  public SurveyResult survey(ServiceSpec spec, List<String> hosts) {
    List<SurveyResult.HostSurvey> answers = new ArrayList<>();
    for (String host : hosts) {
      TreeMap<KeyVersion, Opens> opens = new TreeMap<>();
      sealedBy.keySet().forEach(version -> opens.put(version, opens(host, version)));
      boolean up = this.hosts.serving(host) != null;
      answers.add(new SurveyResult.HostSurvey(host, opens, up ? "" : "connection refused"));
    }
    return new SurveyResult(this.hosts.now(), answers);
  }

  private Opens opens(String host, KeyVersion version) {
    String ring = hosts.serving(host);
    if (ring == null) {
      return new Opens(Opens.Result.UNANSWERED, "connection refused");
    }
    return ring.equals(sealedBy.get(version)) && !blind.contains(host)
        ? Opens.YES
        : new Opens(Opens.Result.CANNOT_OPEN, "cannot unseal it");
  }

  @Override
  public MatrixResult matrix(ServiceSpec spec, Optional<KeyVersion> fresh) {
    List<MatrixResult.Pair> pairs = new ArrayList<>();
    String probe = spec.probeKey();
    KeyVersion current = new KeyVersion(probe, Math.max(0, versionsOf(probe) - 1));
    for (String from : spec.hostNames()) {
      for (String to : spec.othersThan(from)) {
        boolean ok = opens(from, current).isOpen() && opens(to, current).isOpen();
        pairs.add(
            new MatrixResult.Pair(
                from, to, current, ok, ok ? "" : "cannot unseal it", ok && remembers.contains(to)));
      }
    }
    return new MatrixResult(hosts.now(), pairs);
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
      return FakeKms.this.opens(host, version);
    }

    @Override
    public KmsAnswer<EncryptedKey> generate(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Opens decrypts(EncryptedKey encrypted) {
      throw new UnsupportedOperationException();
    }

    @Override
    public KmsAnswer<KeyMetadata> create(String key) {
      hosts.note("create " + key);
      return add(key)
          .map(version -> new KeyMetadata(key, version.version() + 1, "AES/CTR/NoPadding", 128));
    }

    @Override
    public KmsAnswer<KeyVersion> roll(String key) {
      hosts.note("roll " + key);
      return add(key);
    }

    private KmsAnswer<KeyVersion> add(String key) {
      String ring = hosts.serving(host);
      if (ring == null) {
        return KmsAnswer.none(KmsAnswer.Kind.UNREACHABLE, "connection refused");
      }
      KeyVersion version = new KeyVersion(key, versionsOf(key));
      sealedBy.put(version, ring);
      return KmsAnswer.of(version);
    }

    @Override
    public KmsAnswer<Health> invalidateCache(String key) {
      return KmsAnswer.of(new Health("done"));
    }
  }

  Map<KeyVersion, String> sealedBy() {
    return Map.copyOf(sealedBy);
  }
}

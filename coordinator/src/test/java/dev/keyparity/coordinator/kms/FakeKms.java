package dev.keyparity.coordinator.kms;

import dev.keyparity.coordinator.kms.KmsAnswer.Kind;
import dev.keyparity.coordinator.kms.Opens.Result;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A KMS service in memory: hosts that share one store of keys, each version sealed by the ring that
 * its maker had. A host opens what its own ring sealed, and nothing else. Thread-safe; faults by
 * host.
 */
public final class FakeKms implements KmsClients {
  /** What a host does to every question. */
  public enum Fault {
    NONE,
    DOWN,
    /** Answers, but with an error: as a KMS does whose key server is away. */
    BACKEND_DOWN,
    FORBIDS_DECRYPT,
    FORBIDS_ALL
  }

  private final Map<String, String> ringByHost = new HashMap<>();
  private final Map<String, Fault> faults = new HashMap<>();
  private final Map<String, Set<KeyVersion>> remembered = new HashMap<>();
  private final TreeMap<String, List<String>> sealedBy = new TreeMap<>();

  /** Adds a host, or gives it another ring: what it remembers goes with the old one. */
  public synchronized FakeKms host(String host, String ring) {
    ringByHost.put(host, ring);
    remembered.put(host, new HashSet<>());
    return this;
  }

  /** A key with so many versions, sealed by one ring. */
  public synchronized FakeKms key(String name, String ring, int versions) {
    List<String> seals = sealedBy.computeIfAbsent(name, n -> new ArrayList<>());
    for (int i = 0; i < versions; i++) {
      seals.add(ring);
    }
    return this;
  }

  public synchronized void fault(String host, Fault fault) {
    faults.put(host, fault);
  }

  public KmsClient client(String host) {
    return of(host, URI.create("http://" + host + ":16000/kms"));
  }

  public synchronized List<KmsClient> clients() {
    return ringByHost.keySet().stream().sorted().map(this::client).toList();
  }

  @Override
  public KmsClient of(String host, URI kms) {
    return new Client(host);
  }

  private synchronized Kind kind(String host, boolean decrypt) {
    return switch (faults.getOrDefault(host, Fault.NONE)) {
      case NONE -> Kind.ANSWERED;
      case DOWN -> Kind.UNREACHABLE;
      case BACKEND_DOWN -> Kind.FAILED;
      case FORBIDS_DECRYPT -> decrypt ? Kind.NOT_PERMITTED : Kind.ANSWERED;
      case FORBIDS_ALL -> Kind.NOT_PERMITTED;
    };
  }

  private synchronized Opens open(String host, KeyVersion version) {
    Kind kind = kind(host, true);
    if (kind != Kind.ANSWERED) {
      return switch (kind) {
        case NOT_PERMITTED -> new Opens(Result.NOT_PERMITTED, "HTTP 403: may not DECRYPT_EEK");
        case FAILED -> new Opens(Result.CANNOT_OPEN, "HTTP 500: key server is away");
        default -> new Opens(Result.UNANSWERED, "connection refused");
      };
    }
    List<String> seals = sealedBy.getOrDefault(version.key(), List.of());
    Set<KeyVersion> memory = remembered.getOrDefault(host, new HashSet<>());
    if (version.version() >= seals.size()) {
      return new Opens(Result.NO_SUCH_VERSION, "HTTP 400: no such version");
    }
    if (!memory.contains(version) && !seals.get(version.version()).equals(ringByHost.get(host))) {
      return new Opens(Result.CANNOT_OPEN, "HTTP 500: cannot unseal " + version);
    }
    memory.add(version);
    return Opens.YES;
  }

  private synchronized int versions(String key) {
    return sealedBy.getOrDefault(key, List.of()).size();
  }

  private final class Client implements KmsClient {
    private final String host;

    Client(String host) {
      this.host = host;
    }

    @Override
    public String host() {
      return host;
    }

    private <T> KmsAnswer<T> answer(T value) {
      Kind kind = kind(host, false);
      return kind == Kind.ANSWERED ? KmsAnswer.of(value) : KmsAnswer.none(kind, "fault: " + kind);
    }

    @Override
    public KmsAnswer<Health> health() {
      Kind kind = kind(host, false);
      return kind == Kind.UNREACHABLE || kind == Kind.FAILED
          ? KmsAnswer.none(kind, "fault: " + kind)
          : KmsAnswer.of(new Health("lists its keys"));
    }

    @Override
    public KmsAnswer<List<String>> keyNames() {
      synchronized (FakeKms.this) {
        return answer(List.copyOf(sealedBy.keySet()));
      }
    }

    @Override
    public KmsAnswer<KeyMetadata> metadata(String key) {
      int versions = versions(key);
      KmsAnswer<KeyMetadata> answer =
          answer(new KeyMetadata(key, versions, "AES/CTR/NoPadding", 128));
      return answer.isAnswered() && versions == 0
          ? KmsAnswer.none(Kind.NO_SUCH_KEY, "no key " + key)
          : answer;
    }

    @Override
    public Opens opens(KeyVersion version) {
      return open(host, version);
    }

    @Override
    public KmsAnswer<EncryptedKey> generate(String key) {
      int versions = versions(key);
      if (versions == 0) {
        return KmsAnswer.none(Kind.NO_SUCH_KEY, "no key " + key);
      }
      KeyVersion newest = new KeyVersion(key, versions - 1);
      Opens opened = open(host, newest);
      return opened.isOpen()
          ? KmsAnswer.of(new EncryptedKey(newest, text("iv"), text(newest.toString())))
          : KmsAnswer.none(Kind.FAILED, opened.detail());
    }

    private static String text(String clear) {
      return Base64.getUrlEncoder().encodeToString(clear.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Opens decrypts(EncryptedKey encrypted) {
      return open(host, encrypted.version());
    }

    @Override
    public KmsAnswer<KeyMetadata> create(String key) {
      synchronized (FakeKms.this) {
        if (kind(host, false) == Kind.ANSWERED && versions(key) == 0) {
          key(key, ringByHost.getOrDefault(host, ""), 1);
        }
        return metadata(key);
      }
    }

    @Override
    public KmsAnswer<KeyVersion> roll(String key) {
      synchronized (FakeKms.this) {
        if (kind(host, false) == Kind.ANSWERED && versions(key) > 0) {
          key(key, ringByHost.getOrDefault(host, ""), 1);
        }
        return metadata(key).map(now -> new KeyVersion(key, now.versions() - 1));
      }
    }

    @Override
    public KmsAnswer<Health> invalidateCache(String key) {
      synchronized (FakeKms.this) {
        remembered.getOrDefault(host, new HashSet<>()).removeIf(v -> v.key().equals(key));
        return answer(new Health("dropped"));
      }
    }
  }
}

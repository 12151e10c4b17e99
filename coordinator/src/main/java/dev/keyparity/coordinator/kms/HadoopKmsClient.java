package dev.keyparity.coordinator.kms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyparity.coordinator.kms.KmsAnswer.Kind;
import dev.keyparity.coordinator.kms.Opens.Result;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The Hadoop KMS REST API, version 1, of one host ("KMS HTTP REST API" in Hadoop's documentation).
 *
 * <p>Where an answer could hold key material (decrypt, create, roll) the client drops it as it
 * comes in; versions are then read from the metadata, which never holds any.
 */
final class HadoopKmsClient implements KmsClient {
  private static final String CIPHER = "AES/CTR/NoPadding";
  private static final int BITS = 128;

  /**
   * Daily rolls for centuries; above it the number is a mistake, and would have us ask for ever.
   */
  private static final int MOST_VERSIONS = 100_000;

  private static final int BLOCK_BYTES = 16;

  private final String host;
  private final KmsHttp http;
  private final RandomGenerator random;

  HadoopKmsClient(String host, KmsHttp http, RandomGenerator random) {
    this.host = host;
    this.http = http;
    this.random = random;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public KmsAnswer<Health> health() {
    KmsAnswer<JsonNode> answer = http.get("/v1/keys/names", "");
    return switch (answer.kind()) {
      case ANSWERED -> KmsAnswer.of(new Health("lists its keys"));
      // Refusing us is an answer too, and one that only a living KMS gives.
      case NOT_PERMITTED, NO_SUCH_KEY -> KmsAnswer.of(new Health(answer.detail()));
      case FAILED, UNREACHABLE -> KmsAnswer.none(answer.kind(), answer.detail());
    };
  }

  @Override
  public KmsAnswer<List<String>> keyNames() {
    KmsAnswer<JsonNode> answer = http.get("/v1/keys/names", "");
    if (answer.valueOrNull() == null) {
      return KmsAnswer.none(answer.kind(), answer.detail());
    }
    if (!answer.valueOrNull().isArray()) {
      return malformed("a list of names");
    }
    List<String> names = new ArrayList<>();
    for (JsonNode name : answer.valueOrNull()) {
      if (!name.isTextual() || name.asText().isEmpty()) {
        return malformed("a list of names");
      }
      names.add(name.asText());
    }
    return KmsAnswer.of(List.copyOf(names));
  }

  @Override
  public KmsAnswer<KeyMetadata> metadata(String key) {
    KmsAnswer<JsonNode> answer = http.get("/v1/key/" + KmsHttp.segment(key) + "/_metadata", "");
    JsonNode json = answer.valueOrNull();
    if (json == null) {
      return KmsAnswer.none(answer.kind(), answer.detail());
    }
    if (json.isNull() || (json.isObject() && json.isEmpty())) {
      return KmsAnswer.none(Kind.NO_SUCH_KEY, "no key " + key); // Hadoop's way of saying so
    }
    int versions = json.path("versions").asInt(-1);
    if (!json.path("name").asText().equals(key) || versions < 0 || versions > MOST_VERSIONS) {
      return malformed("metadata of " + key);
    }
    return KmsAnswer.of(
        new KeyMetadata(key, versions, json.path("cipher").asText(), json.path("length").asInt()));
  }

  @Override
  public Opens opens(KeyVersion version) {
    return decrypts(new EncryptedKey(version, randomBlock(), randomBlock()));
  }

  private String randomBlock() {
    byte[] bytes = new byte[BLOCK_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  @Override
  public KmsAnswer<EncryptedKey> generate(String key) {
    KmsAnswer<JsonNode> answer =
        http.get("/v1/key/" + KmsHttp.segment(key) + "/_eek", "eek_op=generate&num_keys=1");
    if (answer.valueOrNull() == null) {
      return KmsAnswer.none(answer.kind(), answer.detail());
    }
    JsonNode one = answer.valueOrNull().path(0);
    String iv = one.path("iv").asText();
    String material = one.path("encryptedKeyVersion").path("material").asText();
    try {
      KeyVersion version = KeyVersion.parse(one.path("versionName").asText());
      if (version.key().equals(key) && !iv.isEmpty() && !material.isEmpty()) {
        return KmsAnswer.of(new EncryptedKey(version, iv, material));
      }
      return malformed("an encrypted key");
    } catch (IllegalArgumentException e) {
      return malformed("an encrypted key");
    }
  }

  @Override
  public Opens decrypts(EncryptedKey encrypted) {
    KmsAnswer<JsonNode> answer =
        http.postAndDropAnswer(
            "/v1/keyversion/" + KmsHttp.segment(encrypted.version().toString()) + "/_eek",
            "eek_op=decrypt",
            Map.of(
                "name", encrypted.version().key(),
                "iv", encrypted.iv(),
                "material", encrypted.material()));
    return switch (answer.kind()) {
      case ANSWERED -> Opens.YES;
      case NOT_PERMITTED -> new Opens(Result.NOT_PERMITTED, answer.detail());
      case NO_SUCH_KEY -> new Opens(Result.NO_SUCH_VERSION, answer.detail());
      case FAILED -> new Opens(Result.CANNOT_OPEN, answer.detail());
      case UNREACHABLE -> new Opens(Result.UNANSWERED, answer.detail());
    };
  }

  @Override
  public KmsAnswer<KeyMetadata> create(String key) {
    KmsAnswer<JsonNode> answer =
        http.postAndDropAnswer(
            "/v1/keys",
            "",
            Map.of(
                "name", key,
                "cipher", CIPHER,
                "length", BITS,
                "description", "keyparity asks with this key whether hosts can open keys"));
    return answer.isAnswered() ? metadata(key) : KmsAnswer.none(answer.kind(), answer.detail());
  }

  @Override
  public KmsAnswer<KeyVersion> roll(String key) {
    KmsAnswer<JsonNode> answer =
        http.postAndDropAnswer("/v1/key/" + KmsHttp.segment(key), "", Map.of());
    return answer.isAnswered()
        ? metadata(key).map(now -> new KeyVersion(key, now.versions() - 1))
        : KmsAnswer.none(answer.kind(), answer.detail());
  }

  @Override
  public KmsAnswer<Health> invalidateCache(String key) {
    return http.postForNothing("/v1/key/" + KmsHttp.segment(key) + "/_invalidatecache")
        .map(dropped -> new Health("cache of " + key + " dropped"));
  }

  private static <T> KmsAnswer<T> malformed(String expected) {
    return KmsAnswer.none(Kind.UNREACHABLE, "malformed answer (expected: " + expected + ")");
  }
}

package dev.keyparity.coordinator.kms;

import static dev.keyparity.coordinator.kms.KmsServerDouble.answer;
import static dev.keyparity.coordinator.kms.KmsServerDouble.json;
import static dev.keyparity.coordinator.kms.KmsServerDouble.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.kms.KmsAnswer.Kind;
import dev.keyparity.coordinator.kms.Opens.Result;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HadoopKmsClientTest {
  private static final String DECRYPT = "POST /kms/v1/keyversion/orders%400/_eek";
  private static final KeyVersion ORDERS_0 = new KeyVersion("orders", 0);

  private KmsServerDouble server;
  private KmsClient kms;

  @BeforeEach
  void start() throws IOException {
    server = new KmsServerDouble();
    kms = client(server.address(), Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static KmsClient client(URI address, Duration deadline) {
    return new HadoopKmsClients(
            KmsAuthentication.simple("key parity"), deadline, Optional.empty(), new Random(7))
        .of("kms1", address);
  }

  @Test
  void keyNames_listed_asTheUserWithoutCookies() {
    server.on("GET /kms/v1/keys/names", json(200, "[\"a\",\"b c\"]"));

    assertThat(kms.keyNames().orThrow("names")).containsExactly("a", "b c");
    assertThat(server.asked()).containsExactly("GET /kms/v1/keys/names?user.name=key+parity");
  }

  @Test
  void metadata_nameWithOddCharacters_escapedAsOneSegment() {
    server.on(
        "GET /kms/v1/key/a%2Fb%20c%3F%C3%BC/_metadata",
        json(200, "{\"name\":\"a/b c?ü\",\"versions\":3,\"cipher\":\"AES\",\"length\":128}"));

    assertThat(kms.metadata("a/b c?ü").orThrow("m"))
        .isEqualTo(new KmsClient.KeyMetadata("a/b c?ü", 3, "AES", 128));
  }

  @Test
  void metadata_emptyObject_noSuchKey() {
    server.on("GET /kms/v1/key/gone/_metadata", json(200, "{}"));
    assertThat(kms.metadata("gone").kind()).isEqualTo(Kind.NO_SUCH_KEY);
  }

  @ParameterizedTest
  @CsvSource({"-1", "2147483648", "1000000", "\"x\""})
  void metadata_absurdNumberOfVersions_notTaken(String versions) {
    server.on(
        "GET /kms/v1/key/a/_metadata", json(200, "{\"name\":\"a\",\"versions\":" + versions + "}"));
    assertThat(kms.metadata("a").kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void metadata_ofAnotherKey_notTaken() {
    server.on("GET /kms/v1/key/a/_metadata", json(200, "{\"name\":\"b\",\"versions\":1}"));
    assertThat(kms.metadata("a").kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void opens_decrypted_yesAndAskedWithRandomBytesOnly() {
    server.on(DECRYPT, json(200, "{\"material\":\"c2VjcmV0\"}"));

    assertThat(kms.opens(ORDERS_0)).isEqualTo(Opens.YES);
    assertThat(server.asked().get(0))
        .startsWith(DECRYPT + "?user.name=key+parity&eek_op=decrypt {")
        .containsPattern("\"name\":\"orders\"")
        .containsPattern("\"iv\":\"[A-Za-z0-9_-]{22}==\"")
        .containsPattern("\"material\":\"[A-Za-z0-9_-]{22}==\"");
  }

  @ParameterizedTest
  @CsvSource({
    "400, NO_SUCH_VERSION",
    "401, NOT_PERMITTED",
    "403, NOT_PERMITTED",
    "404, NO_SUCH_VERSION",
    "500, CANNOT_OPEN",
    "503, CANNOT_OPEN"
  })
  void opens_refusedInTheKmsOwnWords_mappedWithThem(int status, Result result) {
    server.on(DECRYPT, refusal(status, "IOException", "cannot unseal\\nkey version"));

    Opens opens = kms.opens(ORDERS_0);

    assertThat(opens.result()).isEqualTo(result);
    assertThat(opens.detail()).isEqualTo("HTTP " + status + ": cannot unseal key version");
  }

  @ParameterizedTest
  @CsvSource({"200", "400", "404", "500", "502", "302"})
  void opens_answerOfSomethingElseThanAKms_unanswered(int status) {
    server.on(DECRYPT, answer(status, "text/html", "<html>login here</html>"));
    assertThat(kms.opens(ORDERS_0).result()).isEqualTo(Result.UNANSWERED);
  }

  @Test
  void opens_htmlForbidden_notPermitted() {
    server.on(DECRYPT, answer(403, "text/html", "<html>403</html>"));
    assertThat(kms.opens(ORDERS_0)).isEqualTo(new Opens(Result.NOT_PERMITTED, "HTTP 403"));
  }

  @Test
  void opens_redirected_notFollowed() {
    server.on(
        DECRYPT,
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(307, -1);
        });
    assertThat(kms.opens(ORDERS_0).result()).isEqualTo(Result.UNANSWERED);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void opens_hangsBeforeHeaders_unansweredAtTheDeadline() {
    CountDownLatch never = new CountDownLatch(1);
    server.on(DECRYPT, exchange -> await(never));

    Opens opens = client(server.address(), Duration.ofMillis(300)).opens(ORDERS_0);

    assertThat(opens).isEqualTo(new Opens(Result.UNANSWERED, "no answer within 300 ms"));
    never.countDown();
  }

  /** The JDK's own timeout ends once headers are there. */
  @Test
  void keyNames_hangsInsideTheBody_unansweredAtTheDeadline() {
    CountDownLatch never = new CountDownLatch(1);
    server.on(
        "GET /kms/v1/keys/names",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('[');
          exchange.getResponseBody().flush();
          await(never);
        });

    KmsAnswer<?> answer = client(server.address(), Duration.ofMillis(300)).keyNames();

    assertThat(answer.kind()).isEqualTo(Kind.UNREACHABLE);
    never.countDown();
  }

  @Test
  void keyNames_endlessAnswer_brokenOff() {
    server.on(
        "GET /kms/v1/keys/names",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[1 << 16];
          try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < BoundedBody.MAX_BYTES / block.length + 16; i++) {
              out.write(block);
            }
          }
        });

    assertThat(kms.keyNames().detail()).contains("answer longer than");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "null", "[1]", "[\"\"]", "[", "\"a\""})
  void keyNames_malformed_unreachable(String body) {
    server.on("GET /kms/v1/keys/names", json(200, body));
    assertThat(kms.keyNames().kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void anything_nobodyListens_unreachableSaysRefused() throws IOException {
    URI nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/kms");
    }
    KmsAnswer<?> answer = client(nobody, Duration.ofSeconds(20)).health();

    assertThat(answer.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(answer.detail()).contains("refused");
  }

  @ParameterizedTest
  @CsvSource({"401, true", "403, true", "500, false"})
  void health_answersWithARefusal_upUnlessItsOwnError(int status, boolean up) {
    server.on("GET /kms/v1/keys/names", refusal(status, "X", "no"));
    assertThat(kms.health().isAnswered()).isEqualTo(up);
  }

  @Test
  void generateThenDecrypt_sameEncryptedKeyGoesBack() {
    server
        .on(
            "GET /kms/v1/key/orders/_eek",
            json(
                200,
                "[{\"versionName\":\"orders@0\",\"iv\":\"aXY=\",\"encryptedKeyVersion\":"
                    + "{\"versionName\":\"EEK\",\"material\":\"bWF0\"}}]"))
        .on(DECRYPT, json(200, "{\"material\":\"c2VjcmV0\"}"));

    EncryptedKey key = kms.generate("orders").orThrow("generate");

    assertThat(key).isEqualTo(new EncryptedKey(ORDERS_0, "aXY=", "bWF0"));
    assertThat(key.toString()).doesNotContain("bWF0");
    assertThat(kms.decrypts(key).isOpen()).isTrue();
    assertThat(server.asked().get(0)).endsWith("&eek_op=generate&num_keys=1");
    assertThat(server.asked().get(1)).contains("\"iv\":\"aXY=\"").contains("\"material\":\"bWF0\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]",
        "[{}]",
        "[{\"versionName\":\"other@0\",\"iv\":\"aXY=\",\"encryptedKeyVersion\":{\"material\":\"b\"}}]",
        "[{\"versionName\":\"orders\",\"iv\":\"aXY=\",\"encryptedKeyVersion\":{\"material\":\"b\"}}]"
      })
  void generate_malformed_notTaken(String body) {
    server.on("GET /kms/v1/key/orders/_eek", json(200, body));
    assertThat(kms.generate("orders").kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void createAndRoll_versionsComeFromMetadata() {
    server
        .on("POST /kms/v1/keys", json(201, "{\"material\":\"c2VjcmV0\"}"))
        .on("POST /kms/v1/key/probe", json(200, "{\"material\":\"c2VjcmV0\"}"))
        .on(
            "GET /kms/v1/key/probe/_metadata",
            json(200, "{\"name\":\"probe\",\"versions\":2,\"cipher\":\"x\",\"length\":128}"));

    assertThat(kms.create("probe").isAnswered()).isTrue();
    assertThat(kms.roll("probe").orThrow("roll")).isEqualTo(new KeyVersion("probe", 1));
  }

  /** Apache Hadoop KMS 3.4.2 answers so, as seen on the real one. */
  @Test
  void invalidateCache_emptySuccessOfAnyType_answered() {
    server.on("POST /kms/v1/key/probe/_invalidatecache", answer(200, "text/html", ""));
    assertThat(kms.invalidateCache("probe").isAnswered()).isTrue();
  }

  @Test
  void invalidateCache_aPageInstead_notAnswered() {
    server.on("POST /kms/v1/key/probe/_invalidatecache", answer(200, "text/html", "<html>login"));
    assertThat(kms.invalidateCache("probe").isAnswered()).isFalse();
  }

  @Test
  void orThrow_noAnswer_failureSaysWhatWasDoneAndWhy() {
    assertThatThrownBy(() -> KmsAnswer.none(Kind.FAILED, "HTTP 500").orThrow("kms1: list of keys"))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.KMS_UNREACHABLE);
              assertThat(e.operatorMessage()).isEqualTo("kms1: list of keys: HTTP 500");
            });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

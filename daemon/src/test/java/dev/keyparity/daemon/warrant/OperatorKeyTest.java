package dev.keyparity.daemon.warrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorKeyTest {
  @TempDir Path directory;

  @Test
  void writtenKey_isOwnerOnlyAndReadsBack() throws IOException {
    OperatorKey key = OperatorKey.generate();
    Path file = directory.resolve("alice.key");

    key.writeNew(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    OperatorKey read = OperatorKey.read(file);
    assertThat(read.publicKey()).isEqualTo(key.publicKey());
    byte[] bytes = {1, 2, 3};
    assertThat(key.publicKey().verifies(bytes, read.sign("alice", bytes).signature())).isTrue();
  }

  @Test
  void existingFile_isNeverReplaced() throws IOException {
    Path file = directory.resolve("alice.key");
    Files.writeString(file, "precious");

    KeyparityException refusal =
        catchThrowableOfType(KeyparityException.class, () -> OperatorKey.generate().writeNew(file));

    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(file).hasContent("precious");
    assertThat(directory.toFile().list()).containsExactly("alice.key");
  }

  @Test
  void fileOthersMayRead_isRefused() throws IOException {
    Path file = directory.resolve("alice.key");
    OperatorKey.generate().writeNew(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    KeyparityException refusal =
        catchThrowableOfType(KeyparityException.class, () -> OperatorKey.read(file));

    assertThat(refusal.code()).isEqualTo(ErrorCode.UNREADABLE);
    assertThat(refusal.operatorMessage()).contains("mode rw-r----- (expected: at most rw-------)");
  }

  @Test
  void halvesOfTwoKeys_areRefused() throws IOException {
    Path file = directory.resolve("alice.key");
    OperatorKey.generate().writeNew(file);
    String pem = Files.readString(file);
    Files.writeString(
        file,
        pem.substring(0, pem.indexOf("-----BEGIN PUBLIC"))
            + OperatorKey.generate().publicKey().pem());

    KeyparityException refusal =
        catchThrowableOfType(KeyparityException.class, () -> OperatorKey.read(file));

    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    assertThat(refusal).hasStackTraceContaining("public key is not that of the private key");
  }

  @Test
  void rubbish_isNamed() throws IOException {
    Path file = directory.resolve("alice.key");
    OperatorKey.generate().writeNew(file);
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nrubbish\n-----END PRIVATE KEY-----\n");

    KeyparityException refusal =
        catchThrowableOfType(KeyparityException.class, () -> OperatorKey.read(file));

    assertThat(refusal.operatorMessage())
        .isEqualTo(
            "operator key " + file + ": not readable (expected: an Ed25519 PKCS#8 PEM file)");
  }

  @Test
  void privatePart_isNotPrinted() {
    OperatorKey key = OperatorKey.generate();

    assertThat(key.toString())
        .isEqualTo("operator key " + key.publicKey().fingerprint() + " (private part not shown)");
  }

  /** RFC 8032 section 7.1, test 1: the public key, and a signature over no bytes. */
  @Test
  void publicKey_verifiesTheRfcsOwnSignature() {
    byte[] raw =
        HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    byte[] signature =
        HexFormat.of()
            .parseHex(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                    + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");

    OperatorPublicKey key = OperatorPublicKey.parse(Base64.getEncoder().encodeToString(raw));

    assertThat(key.verifies(new byte[0], signature)).isTrue();
    assertThat(key.verifies(new byte[1], signature)).isFalse();
    assertThat(key.verifies(new byte[0], new byte[64])).isFalse();
    assertThat(key.verifies(new byte[0], new byte[3])).isFalse();
    assertThat(key.fingerprint())
        .isEqualTo("21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9");
  }

  @Test
  void publicKey_isReadInAllThreeForms() {
    OperatorPublicKey key = OperatorKey.generate().publicKey();
    String spki = key.pem().replaceAll("-----[A-Z ]+-----|\\s", "");

    assertThat(OperatorPublicKey.parse(key.text())).isEqualTo(key);
    assertThat(OperatorPublicKey.parse(key.pem())).isEqualTo(key);
    assertThat(OperatorPublicKey.parse(spki)).isEqualTo(key);
    assertThat(key).hasToString(key.text());
  }

  @Test
  void otherPublicKeys_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OperatorPublicKey.parse("AAAA"))
        .withMessageContaining("3 bytes (expected: 32 raw bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OperatorPublicKey.parse("not base64!"))
        .withMessage("operator public key: not base64");
  }
}

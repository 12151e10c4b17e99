package dev.keyparity.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.keyring.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoredFormatsTest {
  private static final Instant AT = Instant.parse("2026-11-24T14:02:03.004Z");
  private static final FileDigest ONE = FileDigest.of(new byte[] {1});
  private static final FileDigest TWO = FileDigest.of(new byte[] {2});

  @Test
  void installMarker_isAsItsGoldenFile() throws Exception {
    TreeMap<String, InstallMarker.Change> files = new TreeMap<>();
    files.put("secring.gpg", new InstallMarker.Change(ONE, TWO));
    files.put("pubring.gpg", new InstallMarker.Change(FileDigest.ABSENT, TWO));
    files.put("keytrustee.conf", new InstallMarker.Change(ONE, FileDigest.ABSENT));
    InstallMarker marker =
        new InstallMarker(
            "kms-prod", "request-1", "a1b2c3d4e5f6-0a1b", "backup-1", "secring.gpg", AT, files);
    Golden.check("install-1.json", marker.canonicalBytes(), InstallMarker::parse, marker);
  }

  @Test
  void copyReceipt_isAsItsGoldenFile() throws Exception {
    CopyReceipt receipt =
        new CopyReceipt(
            "kms-prod", "kms2", "20261124T140203Z-0001", Digest.of(new byte[] {1}), 7, "kms3", AT);
    Golden.check("copy-receipt-1.json", receipt.canonicalBytes(), CopyReceipt::parse, receipt);
  }

  @Test
  void installMarker_withRubbishInside_isRefused() {
    String text =
        "{\"backup\":\"b\",\"begun_at\":\"2026-11-24T14:02:03Z\",\"files\":[],"
            + "\"format\":\"keyparity.install/1\",\"key_file\":\"secring.gpg\","
            + "\"request_id\":\"r\",\"run\":\"n\",\"service\":\"s\"}";
    assertThatThrownBy(() -> InstallMarker.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedRecord.class)
        .hasMessageContaining("key file");
  }

  @Test
  void fileDigest_text_isTheDigestOrAbsent() {
    assertThat(FileDigest.parse("absent")).isEqualTo(FileDigest.ABSENT);
    assertThat(FileDigest.parse(ONE.toString())).isEqualTo(ONE);
    assertThatThrownBy(() -> FileDigest.parse("ABSENT"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ONE.abbreviated()).hasSize(9);
  }

  @Test
  void keyFileSet_neverPrintsItsContentAndForgetsItWhenClosed() {
    byte[] secret = "the private key".getBytes(StandardCharsets.UTF_8);
    KeyFileSet files = KeyFileSet.of(Map.of("secring.gpg", secret), Set.of("pubring.gpg"));
    assertThat(files.toString())
        .isEqualTo("KeyFileSet[pubring.gpg, secring.gpg] (content not shown)");
    assertThat(files.digest("pubring.gpg").isAbsent()).isTrue();
    byte[] inside = files.secretBytes("secring.gpg");
    files.close();
    assertThat(inside).containsOnly(0);
    assertThat(secret).asString(StandardCharsets.UTF_8).isEqualTo("the private key");
    assertThatThrownBy(() -> files.secretBytes("pubring.gpg"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeyFileSet.of(Map.of("a", secret), Set.of("a")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

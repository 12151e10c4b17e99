package dev.keyparity.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.keyring.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrefixDigestTest {
  private final StoreFixture fixture = StoreFixture.holding(TestRing.ALPHA.files());
  private final byte[] ring = TestRing.ALPHA.secring();

  @Test
  void prefixDigest_ofACutCopysLength_isItsDigest() {
    assertThat(fixture.store().prefixDigest(500)).contains(Digest.ofPrefix(ring, 500));
    assertThat(fixture.store().prefixDigest(500)).contains(Digest.ofPrefix(ring, 500));
  }

  @Test
  void prefixDigest_neighbouringLengths_areNotAnswered() {
    // The digests of n and n+1 bytes give away a byte of the private key.
    assertThat(fixture.store().prefixDigest(500)).isPresent();
    for (int n = 500 - 63; n <= 500 + 63; n++) {
      if (n != 500) {
        assertThat(fixture.store().prefixDigest(n)).as("%d", n).isEmpty();
      }
    }
    assertThat(fixture.store().prefixDigest(564)).isPresent();
  }

  @Test
  void prefixDigest_closeToTheWhole_isNotAnswered() {
    // The digest of the whole file is known.
    assertThat(fixture.store().prefixDigest(ring.length - 1)).isEmpty();
    assertThat(fixture.store().prefixDigest(ring.length - 63)).isEmpty();
    assertThat(fixture.store().prefixDigest(ring.length)).isEmpty();
    assertThat(fixture.store().prefixDigest(0)).isEmpty();
    assertThat(fixture.store().prefixDigest(-1)).isEmpty();
    assertThat(fixture.store().prefixDigest(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void prefixDigest_moreLengthsThanNeeded_areNotAnswered() {
    int answered = 0;
    for (int n = 1; n < ring.length; n++) {
      answered += fixture.store().prefixDigest(n).isPresent() ? 1 : 0;
    }
    assertThat(answered).isLessThanOrEqualTo(PrefixDigests.MOST).isPositive();
  }

  @Test
  void prefixDigest_afterARestart_remembersWhatItAnswered() {
    fixture.store().prefixDigest(500);
    assertThat(fixture.store().prefixDigest(501)).isEmpty();
    assertThat(fixture.disk.files().get("/state/install/kms-prod/prefixes.json"))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{\"format\":\"keyparity.prefixes/1\",\"lengths\":[\"500\"],\"sha256\":\""
                + Digest.of(ring)
                + "\"}");
  }

  /** The digests answered of one content stand in it: none closer to them is answered again. */
  @Test
  void prefixesAnswered_areAsTheirGoldenFile() throws Exception {
    byte[] content = new byte[4096];
    PrefixDigests prefixes = new PrefixDigests(fixture.disk, StoreFixture.STATE, "kms-prod");
    prefixes.of(content, 500);
    prefixes.of(content, 2560);
    String file = StoreFixture.STATE.resolve("install/kms-prod/prefixes.json").toString();

    Golden.check(
        "prefixes-1.json",
        Objects.requireNonNull(fixture.disk.files().get(file)),
        bytes -> {
          fixture.disk.putFile(Path.of(file), bytes, 0600);
          return prefixes.of(content, 501).or(() -> prefixes.of(content, 2559));
        },
        Optional.empty(),
        file);
  }

  @Test
  void prefixDigest_ofAnotherContent_startsAnew() {
    fixture.store().prefixDigest(500);
    fixture.disk.putFile(
        StoreFixture.DIRECTORY.resolve("secring.gpg"), TestRing.BETA.secring(), 0600);
    assertThat(fixture.store().prefixDigest(501))
        .contains(Digest.ofPrefix(TestRing.BETA.secring(), 501));
  }

  @Test
  void prefixDigest_withoutAKeyFile_isEmpty() {
    fixture.disk.remove(StoreFixture.DIRECTORY.resolve("secring.gpg"));
    assertThat(fixture.store().prefixDigest(500)).isEmpty();
  }
}

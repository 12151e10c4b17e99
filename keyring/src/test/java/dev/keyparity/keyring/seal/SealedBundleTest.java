package dev.keyparity.keyring.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.TestRings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SealedBundleTest {
  private static final Instant EXPIRY = Instant.parse("2026-11-24T02:10:00Z");
  private static final Clock CLOCK = at(EXPIRY.minusSeconds(60));
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] FIXED_SECRET = Digest.of("a fixed key".getBytes(UTF_8)).toByteArray();

  private final SealingKeyPair key = SealingKeyPair.generate(RANDOM);
  private final SealingOffer offer = offer(key.publicKey());
  private final List<SealedFile> files =
      List.of(
          new SealedFile("secring.gpg", "0600", TestRings.approved()),
          new SealedFile("keytrustee.conf", "0600", "{}".getBytes(UTF_8)),
          new SealedFile("empty", "0400", new byte[0]));

  @Test
  void bundle_openedByItsTarget_givesBackEveryFile() throws Exception {
    SealedBundle received = SealedBundle.parse(seal().toByteArray());

    List<SealedFile> opened = received.open(key, offer, CLOCK);

    assertThat(opened).hasSameSizeAs(files);
    for (int i = 0; i < files.size(); i++) {
      assertThat(opened.get(i).name()).isEqualTo(files.get(i).name());
      assertThat(opened.get(i).mode()).isEqualTo(files.get(i).mode());
      assertThat(opened.get(i).exposeContent()).isEqualTo(files.get(i).exposeContent());
    }
    assertThat(received.header().offer()).isEqualTo(offer);
    assertThat(received.digest()).isEqualTo(Digest.of(received.toByteArray()));
  }

  @Test
  void bundle_carried_showsNoSecretByte() throws Exception {
    String hex = HexFormat.of().formatHex(seal().toByteArray());
    byte[] ring = TestRings.approved();

    for (int at = 0; at + 16 < ring.length; at += 16) {
      assertThat(hex).doesNotContain(HexFormat.of().formatHex(ring, at, at + 16));
    }
  }

  @Test
  void sealedTypes_printed_showNoSecret() throws Exception {
    assertThat(key.toString()).contains("secret part not shown");
    assertThat(files.get(1).toString()).isEqualTo("SealedFile[keytrustee.conf, 2 bytes not shown]");
    assertThat(seal().toString()).isEqualTo("SealedBundle[kms1 → kms2, run-1]");
  }

  @Test
  void everyByteChanged_openedOrParsed_isRefused() throws Exception {
    byte[] whole = seal().toByteArray();
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= (byte) (1 << at % 8);

      assertThatThrownBy(() -> SealedBundle.parse(changed).open(key, offer, CLOCK))
          .as("byte %d", at)
          .isInstanceOf(KeyringException.class);
    }
  }

  @Test
  void everyCut_openedOrParsed_isRefused() throws Exception {
    byte[] whole = seal().toByteArray();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> SealedBundle.parse(cut).open(key, offer, CLOCK))
          .as("first %d bytes", length)
          .isInstanceOf(KeyringException.class);
    }
  }

  @Test
  void headerOfAnotherFile_openedWithTheRightKey_isRefusedByTheEncryption() throws Exception {
    // Same offer, but the header claims another mode: only the additional data tells.
    byte[] whole = seal().toByteArray();
    byte[] changed = replace(whole, "\"0400\"".getBytes(UTF_8), "\"0444\"".getBytes(UTF_8));

    assertRefused(ErrorCode.WRONG_KEY, () -> SealedBundle.parse(changed).open(key, offer, CLOCK));
  }

  @Test
  void bundleForAnythingButTheExpectedOffer_opened_isRefusedByName() throws Exception {
    SealedBundle bundle = seal();
    String other = SealingKeyPair.generate(RANDOM).publicKey();
    assertContext(
        "group",
        bundle,
        new SealingOffer("g2", "kms-prod", "run-1", "kms1", "kms2", "n", key.publicKey(), EXPIRY));
    assertContext(
        "service",
        bundle,
        new SealingOffer("g1", "other", "run-1", "kms1", "kms2", "n", key.publicKey(), EXPIRY));
    assertContext(
        "run",
        bundle,
        new SealingOffer("g1", "kms-prod", "run-2", "kms1", "kms2", "n", key.publicKey(), EXPIRY));
    assertContext(
        "source",
        bundle,
        new SealingOffer("g1", "kms-prod", "run-1", "kms3", "kms2", "n", key.publicKey(), EXPIRY));
    assertContext(
        "target",
        bundle,
        new SealingOffer("g1", "kms-prod", "run-1", "kms1", "kms3", "n", key.publicKey(), EXPIRY));
    assertContext(
        "source nonce",
        bundle,
        new SealingOffer("g1", "kms-prod", "run-1", "kms1", "kms2", "m", key.publicKey(), EXPIRY));
    assertContext(
        "sealing key",
        bundle,
        new SealingOffer("g1", "kms-prod", "run-1", "kms1", "kms2", "n", other, EXPIRY));
    assertContext(
        "expiry",
        bundle,
        new SealingOffer(
            "g1",
            "kms-prod",
            "run-1",
            "kms1",
            "kms2",
            "n",
            key.publicKey(),
            EXPIRY.plusSeconds(1)));
  }

  @Test
  void bundleWhoseHeaderWasRewrittenForAnotherRun_opened_isRefusedByTheEncryption()
      throws Exception {
    byte[] replayed =
        replace(seal().toByteArray(), "run-1".getBytes(UTF_8), "run-2".getBytes(UTF_8));
    SealingOffer present =
        new SealingOffer("g1", "kms-prod", "run-2", "kms1", "kms2", "n", key.publicKey(), EXPIRY);

    assertRefused(
        ErrorCode.WRONG_KEY, () -> SealedBundle.parse(replayed).open(key, present, CLOCK));
  }

  @Test
  void anotherTargetsKey_opening_isRefused() throws Exception {
    SealedBundle bundle = seal();

    assertRefused(
        ErrorCode.WRONG_KEY, () -> bundle.open(SealingKeyPair.generate(RANDOM), offer, CLOCK));
  }

  @Test
  void expiredOffer_sealedOrOpened_isRefused() throws Exception {
    SealedBundle bundle = seal();
    Clock late = at(EXPIRY);

    assertRefused(ErrorCode.EXPIRED, () -> bundle.open(key, offer, late));
    assertRefused(ErrorCode.EXPIRED, () -> SealedBundle.seal(offer, files, late, RANDOM));
    assertThat(bundle.open(key, offer, at(EXPIRY.minus(Duration.ofNanos(1))))).hasSize(3);
  }

  @Test
  void destroyedKey_opening_isRefused() throws Exception {
    SealedBundle bundle = seal();
    key.destroy();
    key.destroy();

    assertThat(key.isDestroyed()).isTrue();
    assertRefused(ErrorCode.DESTROYED, () -> bundle.open(key, offer, CLOCK));
  }

  @Test
  void tooLargePayload_sealed_isRefused() {
    List<SealedFile> large =
        List.of(
            new SealedFile("large", "0600", new byte[SealedBundle.MOST_BYTES]),
            new SealedFile("more", "0600", new byte[1]));

    assertRefused(ErrorCode.TOO_LARGE, () -> SealedBundle.seal(offer, large, CLOCK, RANDOM));
  }

  @Test
  void fileNamesThatLeaveTheDirectory_sealed_areRefused() {
    for (String name : new String[] {"", ".", "..", "a/b", "/etc/passwd", "a\0", "-rf"}) {
      List<SealedFile> bad = List.of(new SealedFile(name, "0600", new byte[1]));
      assertThatThrownBy(() -> SealedBundle.seal(offer, bad, CLOCK, RANDOM))
          .isInstanceOf(IllegalArgumentException.class);
    }
    List<SealedFile> twice = List.of(files.get(1), files.get(1));
    assertThatThrownBy(() -> SealedBundle.seal(offer, twice, CLOCK, RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void smallOrderPublicKey_sealedFor_isRefused() {
    SealingOffer zero = offer("0".repeat(64));

    assertRefused(ErrorCode.UNUSABLE_KEY, () -> SealedBundle.seal(zero, files, CLOCK, RANDOM));
  }

  @Test
  void goldenBundle_opened_givesBackItsFile() throws Exception {
    SealingKeyPair fixed = SealingKeyPair.ofSecret(FIXED_SECRET);

    List<SealedFile> opened =
        SealedBundle.parse(golden("sealed.bundle")).open(fixed, offer(fixed.publicKey()), CLOCK);

    assertThat(opened).hasSize(1);
    assertThat(opened.get(0).exposeContent()).isEqualTo("golden\n".getBytes(UTF_8));
  }

  @Test
  void goldenBundleOfANewerFormat_parsed_isRefused() throws Exception {
    for (String[] change :
        new String[][] {
          {"keyparity.bundle/1", "keyparity.bundle/2"}, {"\"run\"", "\"colour\":\"red\",\"run\""}
        }) {
      byte[] newer =
          replace(golden("sealed.bundle"), change[0].getBytes(UTF_8), change[1].getBytes(UTF_8));
      assertRefused(ErrorCode.UNKNOWN_FORMAT, () -> SealedBundle.parse(newer));
    }
    byte[] spaced =
        replace(golden("sealed.bundle"), "\"run\":".getBytes(UTF_8), "\"run\": ".getBytes(UTF_8));
    assertRefused(ErrorCode.MALFORMED, () -> SealedBundle.parse(spaced));
  }

  @Test
  void canonicalBytesOfAnOffer_made_areTheGoldenFile() throws Exception {
    SealingOffer fixed = offer(SealingKeyPair.ofSecret(FIXED_SECRET).publicKey());

    assertThat(fixed.canonicalBytes()).isEqualTo(golden("sealing-offer.bin"));
  }

  @Test
  void offersWhoseFieldsRunTogether_made_haveDifferentCanonicalBytes() {
    SealingOffer one =
        new SealingOffer("g", "ab", "c", "kms1", "kms2", "n", key.publicKey(), EXPIRY);
    SealingOffer two =
        new SealingOffer("g", "a", "bc", "kms1", "kms2", "n", key.publicKey(), EXPIRY);

    assertThat(one.canonicalBytes()).isNotEqualTo(two.canonicalBytes());
    assertThatThrownBy(
            () -> new SealingOffer("g", "a", "b", "kms1", "kms1", "n", key.publicKey(), EXPIRY))
        .hasMessageContaining("expected: another host than the source");
    assertThatThrownBy(() -> offer("AB")).hasMessageContaining("64 lower-case");
  }

  @Property(tries = 300)
  void anyBytes_parsed_areRefusedAndNothingElse(@ForAll @Size(max = 400) byte[] bytes) {
    assertThatThrownBy(() -> SealedBundle.parse(bytes)).isInstanceOf(KeyringException.class);
  }

  private SealedBundle seal() throws KeyringException {
    return SealedBundle.seal(offer, files, CLOCK, RANDOM);
  }

  private static SealingOffer offer(String publicKey) {
    return new SealingOffer("g1", "kms-prod", "run-1", "kms1", "kms2", "n", publicKey, EXPIRY);
  }

  private void assertContext(String what, SealedBundle bundle, SealingOffer expected) {
    assertThatThrownBy(() -> bundle.open(key, expected, CLOCK))
        .isInstanceOfSatisfying(
            KeyringException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.WRONG_CONTEXT);
              assertThat(e.getMessage()).startsWith("bundle: " + what + ": ");
            });
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            KeyringException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private static byte[] replace(byte[] in, byte[] from, byte[] to) {
    for (int at = 0; at + from.length <= in.length; at++) {
      if (Arrays.equals(in, at, at + from.length, from, 0, from.length)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(in, 0, at);
        out.writeBytes(to);
        out.write(in, at + from.length, in.length - at - from.length);
        return out.toByteArray();
      }
    }
    throw new IllegalArgumentException("not in it: " + new String(from, UTF_8));
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = SealedBundleTest.class.getResourceAsStream("/golden/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}

package dev.keyparity.keyring.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.TestRings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerReaderTest {
  private byte[] ciphertext = {};
  private TestContainer made = new TestContainer(Path.of("."), ciphertext, TestManifests.small());

  @BeforeAll
  void make(@TempDir Path temp) throws Exception {
    made = TestContainer.make(temp.resolve("source"));
    ciphertext = made.ciphertext();
  }

  @Test
  void container_verifiedWithEitherKey_isWhole() throws Exception {
    made.reader(ciphertext).verify(TestContainer.HOST);
    made.reader(ciphertext).verify(TestContainer.RECOVERY);
  }

  @Test
  void container_filesOfTheKeyDirectory_areThoseThatWereArchived() throws Exception {
    Map<String, byte[]> files =
        made.reader(ciphertext).files(TestContainer.HOST, ContainerManifest.KEY_DIRECTORY);

    assertThat(files.keySet()).containsExactly("keytrustee.conf", "pubring.gpg", "secring.gpg");
    assertThat(files.get("secring.gpg")).isEqualTo(TestRings.approved());
  }

  @Test
  void manifest_ofAContainer_namesTheRingItsKeysAndItsRecipients() {
    ContainerManifest manifest = made.manifest();

    assertThat(manifest.ciphertext().sha256()).isEqualTo(Digest.of(ciphertext));
    assertThat(manifest.ciphertext().bytes()).isEqualTo(ciphertext.length);
    assertThat(Objects.requireNonNull(manifest.secring()).sha256())
        .isEqualTo(Digest.of(TestRings.approved()));
    assertThat(Objects.requireNonNull(manifest.keyIdentity()).keys())
        .extracting(Fingerprint::hex)
        .containsExactlyInAnyOrderElementsOf(TestRings.listed("approved"));
    assertThat(manifest.recipients())
        .extracting(ContainerManifest.RecipientKey::fingerprint)
        .containsExactly(
            TestContainer.HOST.fingerprint(), TestContainer.RECOVERY.recipient().fingerprint());
    assertThat(manifest.entries().stream().filter(e -> e.target() != null).map(e -> e.target()))
        .containsExactly("../elsewhere/kms-acls.xml", "t".repeat(150));
  }

  @Test
  void anyByteOfTheCiphertextFlipped_checkedWithoutAKey_isRefused() {
    for (int at = 0; at < ciphertext.length; at += 1 + ciphertext.length / 200) {
      byte[] flipped = flip(ciphertext, at);

      assertRefused(ErrorCode.DIGEST_MISMATCH, () -> made.reader(flipped).checkCiphertext());
    }
  }

  @Test
  void byteOfTheOtherRecipientsPacketFlipped_verifiedByTheHost_isRefusedOnlyByTheDigest()
      throws Exception {
    byte[] flipped = flip(ciphertext, TestManifests.secondRecipientsPacket(ciphertext));

    // Decryption by the host alone notices nothing; that is why the digest comes first.
    TestContainer.reader(made.fitting(flipped), flipped).verify(TestContainer.HOST);
    BackupKey recovery = TestContainer.RECOVERY;
    assertThatThrownBy(() -> TestContainer.reader(made.fitting(flipped), flipped).verify(recovery))
        .isInstanceOf(KeyringException.class);

    assertRefused(ErrorCode.DIGEST_MISMATCH, () -> made.reader(flipped).verify(TestContainer.HOST));
  }

  @Test
  void byteOfTheEncryptedDataFlipped_verifiedUnderAFittingManifest_isRefused() {
    int start = TestManifests.encryptedData(ciphertext);
    for (int at = start + 16; at < ciphertext.length; at += 1 + (ciphertext.length - start) / 12) {
      byte[] flipped = flip(ciphertext, at);
      ContainerReader reader = TestContainer.reader(made.fitting(flipped), flipped);

      assertThatThrownBy(() -> reader.verify(TestContainer.HOST))
          .isInstanceOfAny(KeyringException.class, java.io.IOException.class);
    }
  }

  @Test
  void truncatedCiphertext_verified_isRefused() {
    for (int length : new int[] {0, 1, 200, 700, ciphertext.length / 2, ciphertext.length - 1}) {
      byte[] cut = Arrays.copyOf(ciphertext, length);

      assertRefused(ErrorCode.DIGEST_MISMATCH, () -> made.reader(cut).verify(TestContainer.HOST));
      assertThatThrownBy(
              () -> TestContainer.reader(made.fitting(cut), cut).verify(TestContainer.HOST))
          .isInstanceOfAny(KeyringException.class, java.io.IOException.class);
    }
  }

  @Test
  void bytesAppended_verifiedUnderAFittingManifest_areStillPartOfTheDigest() {
    byte[] longer = Arrays.copyOf(ciphertext, ciphertext.length + 1);

    assertRefused(ErrorCode.DIGEST_MISMATCH, () -> made.reader(longer).verify(TestContainer.HOST));
  }

  @Test
  void strangersKey_verified_isRefused() {
    BackupKey stranger =
        BackupKey.generate(
            "stranger", new KeyPairMaker(2_048, TestContainer.NOW, TestContainer.RANDOM));

    assertRefused(ErrorCode.WRONG_KEY, () -> made.reader(ciphertext).verify(stranger));
  }

  @Test
  void recipientWithoutASessionKey_verified_isRefused() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ContainerWriter writer = TestContainer.writer(out, List.of(TestContainer.HOST.recipient()));
    ContainerManifest honest = writer.finish(TestContainer.facts(Path.of("/nonexistent")));
    ContainerManifest claiming = TestManifests.withRecipients(honest, made.manifest().recipients());

    assertRefused(
        ErrorCode.RECIPIENT_MISSING,
        () -> TestContainer.reader(claiming, out.toByteArray()).verify(TestContainer.HOST));
  }

  @Test
  void sessionKeyForSomebodyNotInTheManifest_verified_isRefused() {
    ContainerManifest hiding =
        TestManifests.withRecipients(made.manifest(), made.manifest().recipients().subList(0, 1));

    assertRefused(
        ErrorCode.RECIPIENT_MISSING,
        () -> TestContainer.reader(hiding, ciphertext).verify(TestContainer.HOST));
  }

  @Test
  void entriesThatDifferFromTheManifest_verified_areRefused() {
    List<ContainerManifest.Entry> entries = made.manifest().entries();
    for (int i = 0; i < entries.size(); i++) {
      ContainerManifest.Entry entry = entries.get(i);
      if (!entry.path().startsWith(ContainerManifest.CONFIG_DIRECTORY)) {
        continue; // the manifest itself insists on the ring's entry
      }
      for (ContainerManifest.Entry other : TestManifests.variants(entry)) {
        List<ContainerManifest.Entry> changed = new ArrayList<>(entries);
        changed.set(i, other);
        ContainerManifest manifest = TestManifests.withEntries(made.manifest(), changed);

        assertRefused(
            ErrorCode.DIGEST_MISMATCH,
            () -> TestContainer.reader(manifest, ciphertext).verify(TestContainer.HOST));
      }
    }
  }

  @Test
  void entryMoreOrLessThanTheManifest_verified_isRefused() {
    List<ContainerManifest.Entry> entries = made.manifest().entries();
    List<ContainerManifest.Entry> fewer = entries.subList(0, entries.size() - 1);
    List<ContainerManifest.Entry> more = new ArrayList<>(entries);
    more.add(TestManifests.file("config-directory/more", new byte[] {1}));

    for (List<ContainerManifest.Entry> other : List.of(fewer, more)) {
      ContainerManifest manifest = TestManifests.withEntries(made.manifest(), other);
      assertRefused(
          ErrorCode.DIGEST_MISMATCH,
          () -> TestContainer.reader(manifest, ciphertext).verify(TestContainer.HOST));
    }
  }

  @Test
  void ciphertextExchangedBetweenTheDigestAndTheDecryption_verified_isRefused() {
    byte[] other = flip(ciphertext, TestManifests.secondRecipientsPacket(ciphertext));
    AtomicInteger opened = new AtomicInteger();
    ContainerReader reader =
        new ContainerReader(
            made.manifest(),
            () -> new ByteArrayInputStream(opened.getAndIncrement() == 0 ? ciphertext : other));

    assertRefused(ErrorCode.DIGEST_MISMATCH, () -> reader.verify(TestContainer.HOST));
  }

  @Test
  void damagedContainer_extracted_handsOverNothing() {
    int at = ciphertext.length - 30;
    byte[] flipped = flip(ciphertext, at);
    List<String> handed = new ArrayList<>();

    assertThatThrownBy(
            () ->
                TestContainer.reader(made.fitting(flipped), flipped)
                    .extract(TestContainer.HOST, (entry, content) -> handed.add(entry.path())))
        .isInstanceOf(KeyringException.class);

    assertThat(handed).isEmpty();
  }

  private static byte[] flip(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 1;
    return flipped;
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            KeyringException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}

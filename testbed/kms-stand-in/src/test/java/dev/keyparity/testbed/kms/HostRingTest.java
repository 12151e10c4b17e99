package dev.keyparity.testbed.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRingTest {
  private static final byte[] MATERIAL = "sixteen byte key".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;

  @Test
  void sealedVersion_openedByTheSameRingReadAgain_isTheMaterial() throws Exception {
    Path secretRing = Rings.ONE.write(directory.resolve("a"));

    SealedVersion sealed = Rings.read(secretRing).seal("payroll@0", MATERIAL);

    assertThat(Rings.read(secretRing).open(sealed)).isEqualTo(MATERIAL);
    assertThat(sealed.sealedTo()).isEqualTo(Rings.read(secretRing).fingerprints().get(1));
  }

  @Test
  void sealedVersion_openedByAnotherRing_isRefusedNamingTheMissingKey() throws Exception {
    SealedVersion sealed = Rings.ONE.in(directory.resolve("a")).seal("payroll@0", MATERIAL);
    HostRing other = Rings.OTHER.in(directory.resolve("b"));

    assertThatThrownBy(() -> other.open(sealed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("payroll@0")
        .hasMessageContaining(sealed.sealedTo());
  }

  @Test
  void sealedMessage_anyByteChanged_neverOpensToOtherMaterial() throws Exception {
    HostRing ring = Rings.ONE.in(directory.resolve("a"));
    SealedVersion sealed = ring.seal("payroll@0", MATERIAL);

    for (int at = 0; at < sealed.messageBytes().length; at++) {
      byte[] damaged = sealed.messageBytes();
      damaged[at] ^= 0x01;
      SealedVersion changed = SealedVersion.of("payroll@0", sealed.sealedTo(), damaged);
      try {
        // A few header bits carry nothing (old and new packet forms); then the material must be
        // untouched.
        assertThat(ring.open(changed)).as("byte %d", at).isEqualTo(MATERIAL);
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining("payroll@0");
      }
    }
  }

  @Test
  void sealedMessage_cutAnywhere_isRefused() throws Exception {
    HostRing ring = Rings.ONE.in(directory.resolve("a"));
    SealedVersion sealed = ring.seal("payroll@0", MATERIAL);

    for (int length = 0; length < sealed.messageBytes().length; length++) {
      byte[] cut = Arrays.copyOf(sealed.messageBytes(), length);
      assertThatThrownBy(() -> ring.open(SealedVersion.of("payroll@0", sealed.sealedTo(), cut)))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void sealedMessage_passedOffAsAnotherVersion_isRefused() throws Exception {
    HostRing ring = Rings.ONE.in(directory.resolve("a"));
    SealedVersion sealed = ring.seal("payroll@0", MATERIAL);

    assertThatThrownBy(
            () ->
                ring.open(SealedVersion.of("payroll@1", sealed.sealedTo(), sealed.messageBytes())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it holds payroll@0");
  }

  @Test
  void ringInMemory_fileReplaced_stillOpensWhatItCould() throws Exception {
    Path secretRing = Rings.ONE.write(directory.resolve("a"));
    HostRing inMemory = Rings.read(secretRing);
    SealedVersion sealed = inMemory.seal("payroll@0", MATERIAL);

    Rings.OTHER.write(directory.resolve("a"));

    assertThat(inMemory.open(sealed)).isEqualTo(MATERIAL);
    HostRing restarted = Rings.read(secretRing);
    assertThatThrownBy(() -> restarted.open(sealed)).isInstanceOf(IOException.class);
  }

  @Test
  void ringWithAnotherAppended_opensBothAndSealsWithTheFirst() throws Exception {
    Path first = Rings.ONE.write(directory.resolve("a"));
    Path second = Rings.OTHER.write(directory.resolve("b"));
    SealedVersion bySecond = Rings.read(second).seal("payroll@0", MATERIAL);
    String firstSubkey = Rings.read(first).fingerprints().get(1);

    Files.write(first, Files.readAllBytes(second), StandardOpenOption.APPEND);
    HostRing both = Rings.read(first);

    assertThat(both.fingerprints()).hasSize(4);
    assertThat(both.open(bySecond)).isEqualTo(MATERIAL);
    assertThat(both.seal("payroll@1", MATERIAL).sealedTo()).isEqualTo(firstSubkey);
  }

  @Test
  void ringWithoutItsEncryptionSubkey_isReadButNeitherSealsNorOpens() throws Exception {
    Path secretRing = Rings.ONE.write(directory.resolve("a"));
    SealedVersion sealed = Rings.read(secretRing).seal("payroll@0", MATERIAL);

    Rings.keepFirst(secretRing, 1);
    HostRing cut = Rings.read(secretRing);

    assertThatThrownBy(() -> cut.open(sealed)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> cut.seal("payroll@1", MATERIAL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no encryption key");
  }

  @Test
  void ring_emptyOrRubbishOrCutInsideAPacket_isRefused() throws Exception {
    Path secretRing = Rings.ONE.write(directory.resolve("a"));
    byte[] whole = Files.readAllBytes(secretRing);

    Files.write(secretRing, new byte[0]);
    assertThatThrownBy(() -> Rings.read(secretRing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no secret key");
    Files.writeString(secretRing, "not a ring");
    assertThatThrownBy(() -> Rings.read(secretRing)).isInstanceOf(IOException.class);
    Files.write(secretRing, Arrays.copyOf(whole, whole.length / 3));
    assertThatThrownBy(() -> Rings.read(secretRing)).isInstanceOf(IOException.class);
  }

  @Test
  void ring_protectedByAPassphrase_isRefusedNamingTheKey() throws Exception {
    Path secretRing = Rings.ONE.write(directory.resolve("a"));
    var ring =
        new PGPSecretKeyRing(Files.readAllBytes(secretRing), new BcKeyFingerprintCalculator());
    var sha1 = new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1);
    var encryptor =
        new BcPBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_128, sha1)
            .build("secret".toCharArray());
    Files.write(
        secretRing, PGPSecretKeyRing.copyWithNewPassword(ring, null, encryptor).getEncoded());

    assertThatThrownBy(() -> Rings.read(secretRing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("wants a passphrase");
  }

  @Test
  void toString_showsFingerprintsOnly() throws Exception {
    HostRing ring = Rings.ONE.in(directory.resolve("a"));

    assertThat(ring).hasToString("HostRing" + ring.fingerprints());
    assertThat(ring.fingerprints()).allMatch(fpr -> fpr.matches("[0-9A-F]{40}")).hasSize(2);
  }

  @Test
  void sealedVersion_doesNotHoldTheMaterialInClear() throws Exception {
    SealedVersion sealed = Rings.ONE.in(directory.resolve("a")).seal("payroll@0", MATERIAL);

    String bytes = new String(sealed.messageBytes(), StandardCharsets.ISO_8859_1);
    assertThat(bytes).doesNotContain(new String(MATERIAL, StandardCharsets.ISO_8859_1));
    assertThat(sealed.message())
        .isEqualTo(Base64.getEncoder().encodeToString(sealed.messageBytes()));
  }

  @Test
  void generatedRing_secretPartsMatchTheirPublicParts() throws Exception {
    for (PGPSecretKey key : Rings.keys(Rings.ONE.write(directory.resolve("a")))) {
      var secret =
          (org.bouncycastle.bcpg.RSASecretBCPGKey)
              key.extractPrivateKey(null).getPrivateKeyDataPacket();
      var open =
          (org.bouncycastle.bcpg.RSAPublicBCPGKey) key.getPublicKey().getPublicKeyPacket().getKey();
      assertThat(secret.getPrimeP().multiply(secret.getPrimeQ())).isEqualTo(open.getModulus());
    }
  }
}

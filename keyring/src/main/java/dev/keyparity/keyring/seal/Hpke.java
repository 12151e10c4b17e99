package dev.keyparity.keyring.seal;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.KeyringException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.generators.X25519KeyPairGenerator;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519KeyGenerationParameters;

/** RFC 9180 single-shot sealing: KEM 0x0020, KDF 0x0001, AEAD 0x0002. */
final class Hpke {
  private static final int ENCAPSULATED = 32;

  private Hpke() {}

  /** A fresh one each time: it keeps state and does not say that threads may share it. */
  private static HPKE suite() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  /** The encapsulated key, then the ciphertext with its tag. */
  static byte[] seal(SealingOffer offer, byte[] aad, byte[] plaintext, SecureRandom random)
      throws KeyringException {
    X25519KeyPairGenerator ephemeral = new X25519KeyPairGenerator();
    ephemeral.init(new X25519KeyGenerationParameters(random));
    try {
      HPKE suite = suite();
      HPKEContextWithEncapsulation context =
          suite.setupBaseS(
              suite.deserializePublicKey(HexFormat.of().parseHex(offer.sealingKey())),
              offer.canonicalBytes(),
              ephemeral.generateKeyPair());
      byte[] ciphertext = context.seal(aad, plaintext);
      byte[] sealed = Arrays.copyOf(context.getEncapsulation(), ENCAPSULATED + ciphertext.length);
      System.arraycopy(ciphertext, 0, sealed, ENCAPSULATED, ciphertext.length);
      return sealed;
    } catch (InvalidCipherTextException | RuntimeException e) {
      // A public key of small order is refused with an unchecked exception.
      throw new KeyringException(
          ErrorCode.UNUSABLE_KEY, "sealing key " + offer.sealingKey() + ": cannot seal for it", e);
    }
  }

  static byte[] open(AsymmetricCipherKeyPair key, SealingOffer offer, byte[] aad, byte[] sealed)
      throws KeyringException {
    if (sealed.length < ENCAPSULATED) {
      throw new KeyringException(ErrorCode.MALFORMED, "bundle: ends before its encapsulated key");
    }
    try {
      return suite()
          .setupBaseR(Arrays.copyOf(sealed, ENCAPSULATED), key, offer.canonicalBytes())
          .open(aad, Arrays.copyOfRange(sealed, ENCAPSULATED, sealed.length));
    } catch (InvalidCipherTextException | RuntimeException e) {
      // Rubbish instead of an encapsulated key is refused with an unchecked exception.
      throw new KeyringException(
          ErrorCode.WRONG_KEY,
          "bundle: does not open: it was changed, or sealed for another key than "
              + offer.sealingKey(),
          e);
    }
  }
}

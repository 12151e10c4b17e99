package dev.keyparity.keyring.container;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.Features;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PBESecretKeyEncryptor;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.jspecify.annotations.Nullable;

/**
 * Makes RSA key pairs: a primary key that signs and a subkey that encrypts. RSA and not a curve,
 * because the GnuPG 1.4 and 2.0 of the oldest KMS hosts read no curves, and a backup must open
 * there too.
 */
record KeyPairMaker(int bits, Instant createdAt, SecureRandom random) {
  private static final BigInteger F4 = BigInteger.valueOf(65_537);
  private static final int CERTAINTY = 128;

  /** About 16 million octets hashed for each try at the passphrase: RFC 4880 §3.7.1.3. */
  private static final int S2K_COUNT = 0xe0;

  PGPSecretKeyRing make(String userId, char @Nullable [] passphrase) throws PGPException {
    PGPKeyPair primary = keyPair();
    PGPDigestCalculator sha1 =
        new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1); // the secret part's sum
    PGPKeyRingGenerator generator =
        new PGPKeyRingGenerator(
            PGPSignature.POSITIVE_CERTIFICATION,
            primary,
            userId,
            sha1,
            subpackets(KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA, primary),
            null,
            new BcPGPContentSignerBuilder(
                PublicKeyAlgorithmTags.RSA_GENERAL, HashAlgorithmTags.SHA256),
            protection(passphrase));
    generator.addSubKey(
        keyPair(), subpackets(KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE, primary), null);
    return generator.generateSecretKeyRing();
  }

  private PGPKeyPair keyPair() throws PGPException {
    RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
    generator.init(new RSAKeyGenerationParameters(F4, random, bits, CERTAINTY));
    return new BcPGPKeyPair(
        4, PublicKeyAlgorithmTags.RSA_GENERAL, generator.generateKeyPair(), Date.from(createdAt));
  }

  private static org.bouncycastle.openpgp.PGPSignatureSubpacketVector subpackets(
      int flags, PGPKeyPair signer) {
    PGPSignatureSubpacketGenerator hashed = new PGPSignatureSubpacketGenerator();
    hashed.setKeyFlags(true, flags);
    hashed.setIssuerFingerprint(false, signer.getPublicKey());
    if ((flags & KeyFlags.CERTIFY_OTHER) != 0) {
      hashed.setPreferredSymmetricAlgorithms(false, new int[] {SymmetricKeyAlgorithmTags.AES_256});
      hashed.setPreferredHashAlgorithms(
          false, new int[] {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA256});
      hashed.setFeature(false, Features.FEATURE_MODIFICATION_DETECTION);
    }
    return hashed.generate();
  }

  private @Nullable PBESecretKeyEncryptor protection(char @Nullable [] passphrase)
      throws PGPException {
    if (passphrase == null) {
      return null;
    }
    return new BcPBESecretKeyEncryptorBuilder(
            SymmetricKeyAlgorithmTags.AES_256,
            new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA256),
            S2K_COUNT)
        .setSecureRandom(random)
        .build(passphrase);
  }
}

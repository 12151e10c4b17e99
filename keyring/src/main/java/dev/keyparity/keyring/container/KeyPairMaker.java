package dev.keyparity.keyring.container;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.Features;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
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

  /**
   * The numbers come from the JDK's generator (FIPS 186-4), which is several times quicker where
   * the virtual machine compiles simply, and whose slowest key is not many times its median.
   */
  private PGPKeyPair keyPair() throws PGPException {
    RSAPrivateCrtKey made;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4), random);
      made = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform makes RSA keys", e);
    }
    RSAKeyParameters publicPart =
        new RSAKeyParameters(false, made.getModulus(), made.getPublicExponent());
    RSAPrivateCrtKeyParameters secretPart =
        new RSAPrivateCrtKeyParameters(
            made.getModulus(),
            made.getPublicExponent(),
            made.getPrivateExponent(),
            made.getPrimeP(),
            made.getPrimeQ(),
            made.getPrimeExponentP(),
            made.getPrimeExponentQ(),
            made.getCrtCoefficient());
    return new BcPGPKeyPair(
        4,
        PublicKeyAlgorithmTags.RSA_GENERAL,
        new AsymmetricCipherKeyPair(publicPart, secretPart),
        Date.from(createdAt));
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

package dev.keyparity.testbed.kms;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/**
 * Makes the ring of a host that has none, in the classic form that GnuPG lists: an RSA primary key
 * that signs and an RSA subkey that encrypts (RFC 4880, 11.1 and 11.2), without a passphrase. This
 * is how two hosts come to hold different keys.
 */
final class RingGenerator {
  private static final BigInteger EXPONENT = BigInteger.valueOf(0x10001);
  private static final int CERTAINTY = 100;

  private final SecureRandom random;
  private final Clock clock;

  RingGenerator(SecureRandom random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  /**
   * Writes {@code pubring.gpg} and, last, {@code secring.gpg} into the directory, which is made if
   * absent.
   */
  void writeRing(Path keyDirectory, String userId, int bits) throws IOException {
    ByteArrayOutputStream secret = new ByteArrayOutputStream();
    ByteArrayOutputStream open = new ByteArrayOutputStream();
    try {
      PGPKeyRingGenerator generator = generator(userId, bits);
      generator.generateSecretKeyRing().encode(secret);
      generator.generatePublicKeyRing().encode(open);
    } catch (PGPException e) {
      throw new IOException("making a key for " + keyDirectory + ": " + e.getMessage(), e);
    }
    DurableFile.createDirectories(keyDirectory);
    DurableFile.write(keyDirectory.resolve("pubring.gpg"), open.toByteArray());
    DurableFile.write(keyDirectory.resolve(HostRing.SECRET_RING), secret.toByteArray());
  }

  private PGPKeyRingGenerator generator(String userId, int bits) throws PGPException {
    PGPKeyPair primary = pair(bits);
    PGPKeyRingGenerator generator =
        new PGPKeyRingGenerator(
            PGPSignature.POSITIVE_CERTIFICATION,
            primary,
            userId,
            new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
            flags(KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA).generate(),
            null,
            new BcPGPContentSignerBuilder(
                primary.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256),
            null);
    generator.addSubKey(
        pair(bits), flags(KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE).generate(), null);
    return generator;
  }

  private PGPKeyPair pair(int bits) throws PGPException {
    RSAKeyPairGenerator rsa = new RSAKeyPairGenerator();
    rsa.init(new RSAKeyGenerationParameters(EXPONENT, random, bits, CERTAINTY));
    return new BcPGPKeyPair(
        PublicKeyAlgorithmTags.RSA_GENERAL, rsa.generateKeyPair(), Date.from(clock.instant()));
  }

  private static PGPSignatureSubpacketGenerator flags(int flags) {
    PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
    subpackets.setKeyFlags(false, flags);
    return subpackets;
  }
}

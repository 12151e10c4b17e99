package dev.keyparity.testbed.kms;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The secret ring of one host as its process holds it in memory: it seals with the first encryption
 * key of the ring and opens whatever any key of the ring can open. A file that changes later
 * changes nothing here; that takes a restart.
 *
 * <p>Immutable and safe for use by several threads. Never prints its keys.
 */
final class HostRing {
  static final String SECRET_RING = "secring.gpg";

  private final List<PGPSecretKey> keys;
  private final SecureRandom random;

  private HostRing(List<PGPSecretKey> keys, SecureRandom random) {
    this.keys = List.copyOf(keys);
    this.random = random;
  }

  /**
   * Reads the ring; one that is empty, unparsable or passphrase-protected cannot serve and is
   * refused.
   */
  static HostRing read(Path secretRing, SecureRandom random) throws IOException {
    List<PGPSecretKey> keys = new ArrayList<>();
    try {
      byte[] bytes = Files.readAllBytes(secretRing);
      var rings =
          new PGPSecretKeyRingCollection(
              new ByteArrayInputStream(bytes), new BcKeyFingerprintCalculator());
      for (PGPSecretKeyRing ring : rings) {
        ring.getSecretKeys().forEachRemaining(keys::add);
      }
    } catch (PGPException | RuntimeException e) {
      throw new IOException(secretRing + ": not a readable OpenPGP secret ring", e);
    }
    if (keys.isEmpty()) {
      throw new IOException(secretRing + ": holds no secret key (expected: a private key)");
    }
    for (PGPSecretKey key : keys) {
      if (isProtected(key)) {
        throw new IOException(
            secretRing + ": key " + fingerprint(key.getPublicKey()) + " wants a passphrase");
      }
    }
    return new HostRing(keys, random);
  }

  /**
   * Fingerprints of all its keys and subkeys, in the order of the file, as 40 upper-case hex
   * digits.
   */
  List<String> fingerprints() {
    return keys.stream().map(key -> fingerprint(key.getPublicKey())).toList();
  }

  /** Encrypts {@code material} as an OpenPGP message to this ring, bound to the version's name. */
  SealedVersion seal(String versionName, byte[] material) throws IOException {
    PGPPublicKey recipient = encryptionKey();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    var encryption =
        new PGPEncryptedDataGenerator(
            new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setWithIntegrityPacket(true)
                .setSecureRandom(random));
    encryption.addMethod(new BcPublicKeyKeyEncryptionMethodGenerator(recipient));
    try (OutputStream encrypted = encryption.open(message, new byte[512]);
        OutputStream literal =
            new PGPLiteralDataGenerator()
                .open(
                    encrypted,
                    PGPLiteralData.BINARY,
                    versionName,
                    material.length,
                    PGPLiteralData.NOW)) {
      literal.write(material);
    } catch (PGPException e) {
      throw new IOException("sealing key version " + versionName + ": " + e.getMessage(), e);
    }
    return SealedVersion.of(versionName, fingerprint(recipient), message.toByteArray());
  }

  /**
   * Decrypts what {@link #seal} made.
   *
   * @throws IOException if this ring does not hold the private key, or the message is damaged or of
   *     another version
   */
  byte[] open(SealedVersion sealed) throws IOException {
    String what = "cannot unseal key version " + sealed.version();
    @Nullable Opened opened;
    try {
      PGPPublicKeyEncryptedData data = encryptedData(sealed);
      PGPSecretKey key = secretKey(data.getKeyID());
      opened = key == null ? null : decrypt(data, key);
    } catch (IOException | PGPException | RuntimeException e) {
      // Bouncy Castle answers rubbish with many types; all mean that the sealed bytes or the key
      // are damaged.
      throw new IOException(what + ": damaged", e);
    }
    if (opened == null) {
      throw new IOException(
          what
              + ": it was sealed with key "
              + sealed.sealedTo()
              + ", which this host's keyring does not hold");
    }
    if (!opened.versionName().equals(sealed.version())) {
      throw new IOException(what + ": it holds " + opened.versionName());
    }
    return opened.material();
  }

  private static PGPPublicKeyEncryptedData encryptedData(SealedVersion sealed)
      throws IOException, PGPException {
    var packets = new PGPObjectFactory(sealed.messageBytes(), new BcKeyFingerprintCalculator());
    if (packets.nextObject() instanceof PGPEncryptedDataList list) {
      for (PGPEncryptedData data : list) {
        if (data instanceof PGPPublicKeyEncryptedData encrypted) {
          return encrypted;
        }
      }
    }
    throw new PGPException("not a message encrypted to a public key");
  }

  private static Opened decrypt(PGPPublicKeyEncryptedData data, PGPSecretKey key)
      throws IOException, PGPException {
    PGPPrivateKey privateKey = key.extractPrivateKey(null);
    var clear = data.getDataStream(new BcPublicKeyDataDecryptorFactory(privateKey));
    var packets = new PGPObjectFactory(clear, new BcKeyFingerprintCalculator());
    if (!(packets.nextObject() instanceof PGPLiteralData literal)) {
      throw new PGPException("no literal data in the message");
    }
    byte[] material = literal.getInputStream().readAllBytes();
    if (!data.verify()) {
      throw new PGPException("integrity check failed");
    }
    return new Opened(literal.getFileName(), material);
  }

  private PGPPublicKey encryptionKey() throws IOException {
    for (boolean primary : new boolean[] {false, true}) {
      for (PGPSecretKey key : keys) {
        if (key.isMasterKey() == primary && mayEncrypt(key.getPublicKey())) {
          return key.getPublicKey();
        }
      }
    }
    throw new IOException("this host's keyring has no encryption key: " + fingerprints());
  }

  /**
   * An RSA key can always encrypt; whether it may is said by the flags in its signatures, if there
   * are any (RFC 4880, 5.2.3.21).
   */
  private static boolean mayEncrypt(PGPPublicKey key) {
    if (!key.isEncryptionKey()) {
      return false;
    }
    int encrypt = KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE;
    int flags = 0;
    for (Iterator<PGPSignature> signatures = key.getSignatures(); signatures.hasNext(); ) {
      PGPSignature signature = signatures.next();
      if (signature.getHashedSubPackets() != null) {
        flags |= signature.getHashedSubPackets().getKeyFlags();
      }
    }
    return flags == 0 || (flags & encrypt) != 0;
  }

  private @Nullable PGPSecretKey secretKey(long keyId) {
    return keys.stream()
        .filter(key -> key.getKeyID() == keyId && !key.isPrivateKeyEmpty())
        .findFirst()
        .orElse(null);
  }

  private static boolean isProtected(PGPSecretKey key) {
    return !key.isPrivateKeyEmpty()
        && key.getKeyEncryptionAlgorithm() != SymmetricKeyAlgorithmTags.NULL;
  }

  private static String fingerprint(PGPPublicKey key) {
    return HexFormat.of().formatHex(key.getFingerprint()).toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "HostRing" + fingerprints();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, only taken apart
  private record Opened(String versionName, byte[] material) {
    @Override
    public String toString() {
      return "Opened[" + versionName + "]";
    }
  }
}

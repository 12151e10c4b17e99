package dev.keyparity.keyring.container;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyringException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;
import org.jspecify.annotations.Nullable;

/** An OpenPGP message as {@link OpenPgpEncryption} writes it, while it is read. */
final class OpenPgpDecryption {
  private final PGPEncryptedDataList packets;
  private @Nullable PGPPublicKeyEncryptedData opened;

  OpenPgpDecryption(InputStream ciphertext) throws IOException, KeyringException {
    try {
      if (!(new BcPGPObjectFactory(ciphertext).nextObject() instanceof PGPEncryptedDataList list)) {
        throw malformed("not an encrypted OpenPGP message", null);
      }
      packets = list;
    } catch (RuntimeException e) {
      // Bouncy Castle signals rubbish by many unchecked exceptions.
      throw malformed("not an encrypted OpenPGP message", e);
    }
  }

  /** Every recipient has a session-key packet of its own, and nobody else has one. */
  void requireRecipients(List<ContainerManifest.RecipientKey> recipients) throws KeyringException {
    Set<Long> found = new HashSet<>();
    for (PGPEncryptedData packet : packets) {
      if (!(packet instanceof PGPPublicKeyEncryptedData forKey)) {
        throw malformed("a session key under a passphrase (expected: recipients only)", null);
      }
      found.add(forKey.getKeyIdentifier().getKeyId());
    }
    Set<Long> expected = new HashSet<>();
    for (ContainerManifest.RecipientKey recipient : recipients) {
      expected.add(keyId(recipient.encryptionKey()));
      if (!found.contains(keyId(recipient.encryptionKey()))) {
        throw new KeyringException(
            ErrorCode.RECIPIENT_MISSING,
            "container: no session key for "
                + recipient.fingerprint().abbreviated()
                + ", so that key would not open it");
      }
    }
    if (!expected.equals(found)) {
      throw new KeyringException(
          ErrorCode.RECIPIENT_MISSING,
          "container: a session key for somebody who is not in the manifest");
    }
  }

  /**
   * The decrypted content; whole and unchanged only after {@link #finish}.
   *
   * @throws KeyringException {@link ErrorCode#WRONG_KEY} if the key is not a recipient's
   */
  InputStream open(BackupKey key) throws IOException, KeyringException {
    try {
      for (PGPEncryptedData packet : packets) {
        if (packet instanceof PGPPublicKeyEncryptedData forKey) {
          Optional<PGPKeyPair> secret = key.keyPair(forKey.getKeyIdentifier().getKeyId());
          if (secret.isPresent()) {
            return literal(forKey, secret.get());
          }
        }
      }
    } catch (PGPException | RuntimeException e) {
      throw malformed("does not decrypt with " + key.fingerprint(), e);
    }
    throw new KeyringException(
        ErrorCode.WRONG_KEY,
        "container: not encrypted to " + key.fingerprint() + " (expected: a recipient's key)");
  }

  /** Reads to the end of the message and checks its modification detection code. */
  void finish() throws IOException, KeyringException {
    PGPPublicKeyEncryptedData message = Objects.requireNonNull(opened);
    try {
      if (!message.isIntegrityProtected() || !message.verify()) {
        throw malformed("its modification detection code does not match", null);
      }
    } catch (PGPException | RuntimeException e) {
      throw malformed("its modification detection code cannot be checked", e);
    }
  }

  private InputStream literal(PGPPublicKeyEncryptedData forKey, PGPKeyPair secret)
      throws IOException, PGPException, KeyringException {
    opened = forKey;
    InputStream inner = forKey.getDataStream(new BcPublicKeyDataDecryptorFactory(secret));
    if (!(new BcPGPObjectFactory(inner).nextObject() instanceof PGPLiteralData literal)) {
      throw malformed("no plain file inside", null);
    }
    return literal.getInputStream();
  }

  private static long keyId(Fingerprint fingerprint) {
    return HexFormat.fromHexDigitsToLong(fingerprint.hex(), 24, 40);
  }

  private static KeyringException malformed(String what, @Nullable Exception cause) {
    return new KeyringException(ErrorCode.MALFORMED, "container: " + what, cause);
  }
}

package dev.keyparity.keyring.container;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.KeyringException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;

/**
 * An OpenPGP message while it is written: one session-key packet per recipient, then AES-256 with a
 * modification detection code (RFC 4880 §5.1, §5.13) around one uncompressed literal packet. GnuPG
 * from 1.4 on reads it.
 */
final class OpenPgpEncryption extends OutputStream {
  private static final int BUFFER = 1 << 16;

  private final PGPEncryptedDataGenerator encryption;
  private final PGPLiteralDataGenerator literal = new PGPLiteralDataGenerator();
  private final OutputStream plaintext;

  OpenPgpEncryption(
      OutputStream ciphertext, List<Recipient> recipients, Instant createdAt, SecureRandom random)
      throws IOException, KeyringException {
    encryption =
        new PGPEncryptedDataGenerator(
            new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setWithIntegrityPacket(true)
                .setSecureRandom(random));
    for (Recipient recipient : recipients) {
      encryption.addMethod(
          new BcPublicKeyKeyEncryptionMethodGenerator(recipient.encryptionKey())
              .setSecureRandom(random));
    }
    OutputStream encrypted;
    try {
      encrypted = encryption.open(ciphertext, new byte[BUFFER]);
    } catch (PGPException e) {
      throw new KeyringException(
          ErrorCode.UNUSABLE_KEY, "cannot encrypt to " + recipients + ": " + e.getMessage(), e);
    }
    plaintext =
        literal.open(encrypted, PGPLiteralData.BINARY, "", Date.from(createdAt), new byte[BUFFER]);
  }

  @Override
  public void write(int b) throws IOException {
    plaintext.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    plaintext.write(bytes, offset, length);
  }

  /** Ends the message. The stream it is written to stays open. */
  @Override
  public void close() throws IOException {
    literal.close();
    encryption.close();
  }
}

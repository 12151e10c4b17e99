package dev.keyparity.keyring.container;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.KeyringException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.bouncycastle.bcpg.BCPGKey;
import org.bouncycastle.bcpg.ElGamalPublicBCPGKey;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * Which key of a public key to encrypt to: the newest that its primary key vouches for, that may
 * encrypt by algorithm and by flags, and that is neither revoked nor weak.
 */
final class EncryptionKeyChoice {
  private static final int LEAST_BITS = 2_048;
  private static final int MAY_ENCRYPT = KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE;

  private EncryptionKeyChoice() {}

  static PGPPublicKey from(PGPPublicKeyRing ring) throws KeyringException, PGPException {
    PGPPublicKey primary = ring.getPublicKey();
    if (primary.hasRevocation()) {
      throw unusable("it is revoked");
    }
    List<PGPSignature> own = certifications(primary);
    if (own.isEmpty()) {
      throw unusable("no user id is signed by the key itself");
    }
    List<PGPPublicKey> able = new ArrayList<>();
    boolean weak = false;
    for (PGPPublicKey key : ring) {
      List<PGPSignature> vouching = key.isMasterKey() ? own : bindings(primary, key);
      if (key.isEncryptionKey() && !key.hasRevocation() && allowEncryption(vouching)) {
        if (isStrong(key)) {
          able.add(key);
        } else {
          weak = true;
        }
      }
    }
    boolean onlyWeak = weak;
    // Subkeys before the primary key: that is what they are for.
    return able.stream()
        .max(
            Comparator.comparing((PGPPublicKey k) -> !k.isMasterKey())
                .thenComparing(PGPPublicKey::getCreationTime))
        .orElseThrow(
            () ->
                unusable(
                    onlyWeak
                        ? "its encryption key is weaker than RSA " + LEAST_BITS
                        : "it has no valid key that can encrypt"));
  }

  private static List<PGPSignature> certifications(PGPPublicKey primary) throws PGPException {
    List<PGPSignature> valid = new ArrayList<>();
    for (Iterator<byte[]> ids = primary.getRawUserIDs(); ids.hasNext(); ) {
      byte[] id = ids.next();
      for (Iterator<PGPSignature> s = primary.getSignaturesForID(id); s.hasNext(); ) {
        PGPSignature signature = s.next();
        if (PGPSignature.isCertification(signature.getSignatureType())
            && signature.getKeyID() == primary.getKeyID()) {
          signature.init(new BcPGPContentVerifierBuilderProvider(), primary);
          if (signature.verifyCertification(id, primary)) {
            valid.add(signature);
          }
        }
      }
    }
    return valid;
  }

  private static List<PGPSignature> bindings(PGPPublicKey primary, PGPPublicKey subkey)
      throws PGPException {
    List<PGPSignature> valid = new ArrayList<>();
    for (Iterator<PGPSignature> s = subkey.getSignatures(); s.hasNext(); ) {
      PGPSignature signature = s.next();
      if (signature.getSignatureType() == PGPSignature.SUBKEY_BINDING
          && signature.getKeyID() == primary.getKeyID()) {
        signature.init(new BcPGPContentVerifierBuilderProvider(), primary);
        if (signature.verifyCertification(primary, subkey)) {
          valid.add(signature);
        }
      }
    }
    return valid;
  }

  /** By the newest signature; flags that are not there forbid nothing. */
  private static boolean allowEncryption(List<PGPSignature> vouching) {
    return vouching.stream()
        .max(Comparator.comparing(PGPSignature::getCreationTime))
        .map(
            s -> {
              int flags =
                  s.getHashedSubPackets() == null ? 0 : s.getHashedSubPackets().getKeyFlags();
              return flags == 0 || (flags & MAY_ENCRYPT) != 0;
            })
        .orElse(false);
  }

  private static boolean isStrong(PGPPublicKey key) {
    BCPGKey numbers = key.getPublicKeyPacket().getKey();
    boolean byModulus =
        numbers instanceof RSAPublicBCPGKey || numbers instanceof ElGamalPublicBCPGKey;
    return !byModulus || key.getBitStrength() >= LEAST_BITS;
  }

  private static KeyringException unusable(String why) {
    return new KeyringException(
        ErrorCode.UNUSABLE_KEY, "public key: cannot be used for backups: " + why);
  }
}

package dev.keyparity.testbed.simulator.world;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 as the platform has it, but for one thing: what was verified once is not calculated
 * again. Agents verify the same warrant before each of its acts, as they must, and that took a
 * tenth of all time here.
 */
public final class RememberedSignatures extends SignatureSpi {
  private static final int KEPT = 4_096;

  private static final Map<List<ByteBuffer>, Boolean> KNOWN =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<List<ByteBuffer>, Boolean> eldest) {
              return size() > KEPT;
            }
          });

  private final Signature real;
  private final ByteArrayOutputStream signed = new ByteArrayOutputStream();
  private @Nullable PublicKey key;

  /** What the platform calls. */
  public RememberedSignatures() throws GeneralSecurityException {
    real = Signature.getInstance("Ed25519", "SunEC");
  }

  /** From now on this virtual machine remembers. */
  static void install() {
    Security.insertProviderAt(new Remembering(), 1);
  }

  private static final class Remembering extends Provider {
    private static final long serialVersionUID = 1L;

    Remembering() {
      super("Remembering", "1", "Ed25519, verified once");
      put("Signature.Ed25519", RememberedSignatures.class.getName());
    }
  }

  @Override
  protected void engineInitVerify(PublicKey publicKey) {
    key = publicKey;
    signed.reset();
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    key = null;
    real.initSign(privateKey);
  }

  @Override
  protected void engineUpdate(byte b) throws SignatureException {
    engineUpdate(new byte[] {b}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
    if (key == null) {
      real.update(bytes, offset, length);
    } else {
      signed.write(bytes, offset, length);
    }
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    return real.sign();
  }

  @Override
  protected boolean engineVerify(byte[] signature) throws SignatureException {
    PublicKey by = key;
    if (by == null) {
      throw new SignatureException("not initialized to verify");
    }
    byte[] all = signed.toByteArray();
    List<ByteBuffer> asked =
        List.of(
            ByteBuffer.wrap(by.getEncoded()),
            ByteBuffer.wrap(all),
            ByteBuffer.wrap(signature.clone()));
    Boolean before = KNOWN.get(asked);
    if (before == null) {
      try {
        real.initVerify(by);
      } catch (InvalidKeyException e) {
        throw new SignatureException(e);
      }
      real.update(all);
      before = real.verify(signature);
      KNOWN.put(asked, before);
    }
    return before;
  }

  @Override
  @Deprecated
  protected void engineSetParameter(String name, Object value) {
    throw new InvalidParameterException(name);
  }

  @Override
  @Deprecated
  protected Object engineGetParameter(String name) {
    throw new InvalidParameterException(name);
  }
}

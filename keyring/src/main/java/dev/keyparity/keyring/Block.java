package dev.keyparity.keyring;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transferable key while it is read: a primary key with its user ids and subkeys, each with the
 * signatures that follow it (RFC 9580 §10.1, §10.2).
 */
final class Block {

  /** A key, subkey, user id or user attribute, and the bodies of its signatures. */
  static final class Component {
    final Packet packet;

    /** The public part if this is a key that could be read. */
    final @Nullable PublicPart key;

    final List<byte[]> signatures = new ArrayList<>();

    Component(Packet packet, @Nullable PublicPart key) {
      this.packet = packet;
      this.key = key;
    }
  }

  private final List<Component> components = new ArrayList<>();

  void add(Component component) {
    components.add(component);
  }

  void addSignature(byte[] body) {
    components.get(components.size() - 1).signatures.add(body);
  }

  /**
   * Everything that the block's own signatures do not vouch for. A signature by somebody else can
   * not be checked here and is passed over, unless it turns out to be the key's own in disguise.
   */
  List<Warning> unvouched(String file) {
    PublicPart primary = components.get(0).key;
    if (primary == null) {
      return List.of();
    }
    List<Warning> warnings = new ArrayList<>();
    boolean namesAnyone = components.stream().anyMatch(c -> !c.packet.isKey());
    for (Component component : components) {
      boolean needsOne = !component.packet.isPrimary() || !namesAnyone;
      checkSignatures(primary, component, needsOne, file, warnings);
    }
    return warnings;
  }

  /** Whether a key in this block may decrypt, as far as its flags say so. */
  boolean allowsDecryption(Component keyComponent) {
    List<Component> carriers =
        keyComponent.packet.isPrimary()
            ? components.stream().filter(c -> !c.packet.isKey() || c.packet.isPrimary()).toList()
            : List.of(keyComponent);
    boolean flagsSeen = false;
    for (Component carrier : carriers) {
      for (byte[] body : carrier.signatures) {
        Boolean allowed = flags(body);
        if (Boolean.TRUE.equals(allowed)) {
          return true;
        }
        flagsSeen |= allowed != null;
      }
    }
    return !flagsSeen;
  }

  List<Component> components() {
    return components;
  }

  private static @Nullable Boolean flags(byte[] body) {
    try {
      return SignatureView.of(body).allowsDecryption();
    } catch (KeyringException e) {
      return null; // an unreadable signature says nothing; it is warned of where it is checked
    }
  }

  private static void checkSignatures(
      PublicPart primary,
      Component component,
      boolean needsOne,
      String file,
      List<Warning> warnings) {
    byte[] covered = covered(primary, component);
    boolean vouched = false;
    for (byte[] body : component.signatures) {
      try {
        SignatureView view = SignatureView.of(body);
        boolean verifies = view.verifies(primary, covered);
        boolean own = view.claimsOnly(primary.fingerprint());
        vouched |= verifies;
        if (own && !verifies) {
          warnings.add(unverified(file, component, "does not verify"));
        }
        if (verifies && !(own && isTidy(view, primary, component, covered))) {
          warnings.add(unverified(file, component, "carries fields that it does not cover"));
        }
      } catch (KeyringException e) {
        warnings.add(unverified(file, component, "cannot be checked: " + e.getMessage()));
      }
    }
    if (needsOne && !vouched) {
      warnings.add(unverified(file, component, "is missing"));
    }
  }

  private static boolean isTidy(
      SignatureView view, PublicPart primary, Component component, byte[] covered) {
    PublicPart subject = component.key == null ? primary : component.key;
    return view.isTidy(primary.fingerprint(), covered, subject);
  }

  private static Warning unverified(String file, Component component, String what) {
    return new Warning(
        Warning.Kind.SIGNATURE,
        file,
        "the key's own signature on the " + component.packet.where() + " " + what);
  }

  /** RFC 9580 §5.2.4: what a signature on this component is computed over, before its trailer. */
  private static byte[] covered(PublicPart primary, Component component) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(primary.hashPrefix());
    out.writeBytes(primary.body());
    if (component.packet.isKey()) {
      if (component.key != null && !component.packet.isPrimary()) {
        out.writeBytes(component.key.hashPrefix());
        out.writeBytes(component.key.body());
      }
      return out.toByteArray();
    }
    int length = component.packet.length();
    out.write(component.packet.tag() == Packet.USER_ID ? 0xb4 : 0xd1);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(length >> shift);
    }
    out.writeBytes(component.packet.body());
    return out.toByteArray();
  }
}

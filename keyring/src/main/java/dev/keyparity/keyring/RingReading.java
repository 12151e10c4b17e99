package dev.keyparity.keyring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over one ring: collects keys, reasons and warnings. Used once, by one thread. */
final class RingReading {
  /** More than any ring has; a bound for the work that rubbish can cause. */
  private static final int MOST_PACKETS = 4_096;

  private static final int MOST_KEYS = 128;

  private final String file;
  private final List<KeyFacts> keys = new ArrayList<>();
  private final List<String> damage = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private final List<Warning> warnings = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private boolean decrypts;

  RingReading(String file) {
    this.file = file;
  }

  RingFacts secret(byte[] bytes) {
    if (bytes.length == 0) {
      damage.add(file + ": empty (0 bytes)");
      return facts();
    }
    if (isArmoured(bytes)) {
      unreadable.add(
          file
              + ": ASCII-armoured (expected: binary, as the KMS reads it; gpg --dearmor undoes it)");
      return facts();
    }
    Packets packets = Packets.frame(bytes);
    if (isWithinBounds(packets)) {
      packets.list().forEach(this::take);
      judgeWhole(packets, bytes);
    }
    return facts();
  }

  List<Fingerprint> fingerprints(byte[] bytes) {
    Set<Fingerprint> found = new LinkedHashSet<>();
    for (Packet packet : Packets.frame(bytes).list()) {
      if (packet.isKey()) {
        try {
          found.add(PublicPart.read(packet, packet.cursor()).fingerprint());
        } catch (KeyringException e) {
          // A key that is not understood is not listed; whoever needs it will miss it and say so.
        }
      }
    }
    return List.copyOf(found);
  }

  private boolean isWithinBounds(Packets packets) {
    long keyCount = packets.list().stream().filter(Packet::isKey).count();
    if (packets.list().size() > MOST_PACKETS || keyCount > MOST_KEYS) {
      unreadable.add(
          file
              + ": "
              + packets.list().size()
              + " packets, "
              + keyCount
              + " keys (expected: at most "
              + MOST_PACKETS
              + " and "
              + MOST_KEYS
              + ")");
      return false;
    }
    return true;
  }

  private void take(Packet packet) {
    switch (packet.tag()) {
      case Packet.SECRET_KEY, Packet.SECRET_SUBKEY, Packet.PUBLIC_KEY, Packet.PUBLIC_SUBKEY ->
          takeKey(packet);
      case Packet.USER_ID, Packet.USER_ATTRIBUTE -> takeName(packet);
      case Packet.SIGNATURE -> takeSignature(packet);
      case Packet.TRUST -> takeTrust(packet);
      case Packet.MARKER -> warnOfPacket(packet, "is ignored by readers");
      default -> {
        damage.add(packet.where() + " (expected: none of that type in a secret ring)");
        warnOfUnread(packet);
      }
    }
  }

  private void takeKey(Packet packet) {
    if (!packet.isSecret()) {
      damage.add(packet.where() + " (expected: secret keys only; is this the public ring?)");
    }
    if (packet.isPrimary()) {
      blocks.add(new Block());
    } else if (blocks.isEmpty()) {
      damage.add(packet.where() + " before any primary key");
      blocks.add(new Block());
    }
    PublicPart key = readKey(packet);
    blocks.get(blocks.size() - 1).add(new Block.Component(packet, key));
  }

  private @Nullable PublicPart readKey(Packet packet) {
    try {
      ByteCursor in = packet.cursor();
      PublicPart open = PublicPart.read(packet, in);
      SecretPart secret = SecretPart.none();
      try {
        if (packet.isSecret()) {
          secret = SecretPart.read(open, in, packet.where());
        }
      } catch (KeyringException e) {
        record(e);
      }
      if (secret.fault() != null) {
        damage.add(secret.fault());
      }
      keys.add(
          new KeyFacts(
              open.fingerprint(),
              open.word(),
              open.bits(),
              packet.isPrimary(),
              secret.isProtected(),
              secret.present(),
              secret.consistent()));
      return open;
    } catch (KeyringException e) {
      record(e);
      warnOfUnread(packet);
      return null;
    }
  }

  private void takeName(Packet packet) {
    if (blocks.isEmpty()) {
      damage.add(packet.where() + " before any primary key");
    } else {
      blocks.get(blocks.size() - 1).add(new Block.Component(packet, null));
    }
  }

  private void takeSignature(Packet packet) {
    if (blocks.isEmpty()) {
      damage.add(packet.where() + " before any primary key");
    } else {
      blocks.get(blocks.size() - 1).addSignature(packet.body());
    }
  }

  /** GnuPG 1.4 writes two octets: zero, and a signature cache of 0 to 3 that it flips at will. */
  private void takeTrust(Packet packet) {
    byte[] body = packet.body();
    if (body.length != 2 || body[0] != 0 || body[1] < 0 || body[1] > 3) {
      warnOfPacket(packet, "is not as GnuPG writes it");
    }
  }

  private void warnOfPacket(Packet packet, String what) {
    warnings.add(new Warning(Warning.Kind.PACKET, file, packet.where() + " " + what));
  }

  private void warnOfUnread(Packet packet) {
    warnings.add(
        new Warning(
            Warning.Kind.UNREAD_BYTES, file, packet.where() + ": what it holds is not known"));
  }

  private void judgeWhole(Packets packets, byte[] bytes) {
    if (packets.fault() != null) {
      damage.add(packets.fault());
      warnings.add(
          new Warning(
              Warning.Kind.UNREAD_BYTES,
              file,
              bytes.length
                  - packets.faultAt()
                  + " bytes from byte "
                  + packets.faultAt()
                  + " on are not packets"));
    }
    for (Block block : blocks) {
      warnings.addAll(block.unvouched(file));
      noteDecryption(block);
    }
    noteDuplicates();
    if (damage.isEmpty() && unreadable.isEmpty()) {
      if (!decrypts) {
        damage.add(file + ": no key that can decrypt (expected: a subkey; was the file cut?)");
      } else {
        SecondReader.objection(bytes, keys).ifPresent(unreadable::add);
      }
    }
  }

  private void noteDecryption(Block block) {
    for (Block.Component component : block.components()) {
      PublicPart key = component.key;
      decrypts |= key != null && key.algorithm().canEncrypt() && block.allowsDecryption(component);
    }
  }

  private void noteDuplicates() {
    Set<Fingerprint> seen = new HashSet<>();
    for (KeyFacts key : keys) {
      if (!seen.add(key.fingerprint())) {
        warnings.add(
            new Warning(
                Warning.Kind.DUPLICATE_KEY,
                file,
                "key " + key.fingerprint().abbreviated() + " stands in it more than once"));
      }
    }
  }

  private void record(KeyringException e) {
    String reason = String.valueOf(e.getMessage());
    (e.code() == ErrorCode.UNKNOWN_FORMAT ? unreadable : damage).add(reason);
  }

  private RingFacts facts() {
    List<String> reasons = new ArrayList<>(damage);
    reasons.addAll(unreadable);
    Soundness soundness =
        !unreadable.isEmpty()
            ? Soundness.UNREADABLE
            : damage.isEmpty() ? Soundness.SOUND : Soundness.DAMAGED;
    KeyIdentity identity = soundness == Soundness.SOUND ? KeyIdentity.ofKeys(keys) : null;
    return new RingFacts(soundness, reasons, keys, identity, warnings);
  }

  private static boolean isArmoured(byte[] bytes) {
    String start =
        new String(bytes, 0, Math.min(bytes.length, 256), StandardCharsets.ISO_8859_1).strip();
    return start.startsWith("-----BEGIN PGP");
  }
}

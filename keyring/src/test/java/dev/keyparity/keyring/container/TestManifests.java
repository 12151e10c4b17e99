package dev.keyparity.keyring.container;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.jspecify.annotations.Nullable;

/** Manifests by hand, and where things are in a ciphertext. */
final class TestManifests {
  private TestManifests() {}

  /** One of everything, all fixed: the golden file. */
  static ContainerManifest small() {
    Digest ring = Digest.of(new byte[] {1});
    return new ContainerManifest(
        "20261124T020000Z-kms1-4f2a",
        "kms-prod",
        "kms1.example.com",
        Instant.parse("2026-11-24T02:00:00Z"),
        new ContainerManifest.Ciphertext(Digest.of(new byte[] {2}), 6_144),
        List.of(new ContainerManifest.RecipientKey(fingerprint("A"), fingerprint("B"))),
        new ContainerManifest.Identity(
            Digest.of(new byte[] {3}),
            List.of(fingerprint("C")),
            List.of(fingerprint("C"), fingerprint("D"))),
        new ContainerManifest.Secring("key-directory/secring.gpg", ring, 1),
        List.of(
            new ContainerManifest.Entry(
                "key-directory",
                ContainerManifest.Type.DIRECTORY,
                0,
                null,
                "0700",
                "kms",
                "kms",
                null),
            new ContainerManifest.Entry(
                "key-directory/secring.gpg",
                ContainerManifest.Type.FILE,
                1,
                ring,
                "0600",
                "kms",
                "kms",
                null),
            new ContainerManifest.Entry(
                "config-directory/link",
                ContainerManifest.Type.SYMLINK,
                0,
                null,
                "0777",
                "root",
                "root",
                "../elsewhere")),
        List.of(
            new ContainerManifest.Skipped("config-directory/fifo", "a FIFO, socket or device")));
  }

  static ContainerManifest.Entry file(String path, byte[] content) {
    return new ContainerManifest.Entry(
        path,
        ContainerManifest.Type.FILE,
        content.length,
        Digest.of(content),
        "0600",
        "kms",
        "kms",
        null);
  }

  static ContainerManifest withRecipients(
      ContainerManifest from, List<ContainerManifest.RecipientKey> recipients) {
    return copy(from, recipients, from.entries());
  }

  static ContainerManifest withEntries(
      ContainerManifest from, List<ContainerManifest.Entry> entries) {
    return copy(from, from.recipients(), entries);
  }

  /** The entry with one of its fields changed, each in turn. */
  static List<ContainerManifest.Entry> variants(ContainerManifest.Entry e) {
    ContainerManifest.Entry path = with(e, e.path() + "x", e.sha256(), e.target());
    ContainerManifest.Entry mode =
        new ContainerManifest.Entry(
            e.path(), e.type(), e.bytes(), e.sha256(), "0111", e.owner(), e.group(), e.target());
    ContainerManifest.Entry owner =
        new ContainerManifest.Entry(
            e.path(), e.type(), e.bytes(), e.sha256(), e.mode(), "x", e.group(), e.target());
    ContainerManifest.Entry group =
        new ContainerManifest.Entry(
            e.path(), e.type(), e.bytes(), e.sha256(), e.mode(), e.owner(), "x", e.target());
    ContainerManifest.Entry content =
        switch (e.type()) {
          case FILE -> with(e, e.path(), Digest.of(new byte[] {9}), null);
          case SYMLINK -> with(e, e.path(), null, "x");
          case DIRECTORY -> path;
        };
    return List.of(path, mode, owner, group, content);
  }

  /** A byte in the middle of the second session-key packet. */
  static int secondRecipientsPacket(byte[] ciphertext) {
    int[] ends = packetEnds(ciphertext);
    return (ends[0] + ends[1]) / 2 + 20;
  }

  /** Where the encrypted data packet begins. */
  static int encryptedData(byte[] ciphertext) {
    return packetEnds(ciphertext)[1];
  }

  /** The ends of the two session-key packets. */
  private static int[] packetEnds(byte[] ciphertext) {
    ByteArrayInputStream bytes = new ByteArrayInputStream(ciphertext);
    BCPGInputStream in = new BCPGInputStream(bytes);
    int[] ends = new int[2];
    try {
      for (int i = 0; i < 2; i++) {
        in.readPacket();
        ends[i] = ciphertext.length - bytes.available();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ends;
  }

  private static ContainerManifest.Entry with(
      ContainerManifest.Entry e, String path, @Nullable Digest sha256, @Nullable String target) {
    return new ContainerManifest.Entry(
        path, e.type(), e.bytes(), sha256, e.mode(), e.owner(), e.group(), target);
  }

  private static ContainerManifest copy(
      ContainerManifest from,
      List<ContainerManifest.RecipientKey> recipients,
      List<ContainerManifest.Entry> entries) {
    return new ContainerManifest(
        from.id(),
        from.service(),
        from.host(),
        from.createdAt(),
        from.ciphertext(),
        recipients,
        from.keyIdentity(),
        from.secring(),
        entries,
        from.skipped());
  }

  private static Fingerprint fingerprint(String digit) {
    return new Fingerprint(digit.repeat(40));
  }
}

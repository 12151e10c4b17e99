package dev.keyparity.keyring;

import static dev.keyparity.keyring.Verdict.ABSENT;
import static dev.keyparity.keyring.Verdict.DAMAGED;
import static dev.keyparity.keyring.Verdict.UNREADABLE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Pairs whose other side is no usable key file: damaged, gone, or nothing that can be read. */
final class BrokenPairs {
  private BrokenPairs() {}

  static Stream<RingPair> all() {
    return Stream.of(cut(), flipped(), overwritten(), stubs(), absent(), unreadable())
        .flatMap(List::stream);
  }

  private static List<RingPair> cut() {
    return List.of(
        damaged("emptied", ring -> new byte[0]),
        damaged("the last byte is gone", ring -> Arrays.copyOf(ring, ring.length - 1)),
        damaged("cut in its first header", ring -> Arrays.copyOf(ring, 2)),
        damaged("cut in the primary's secret part", ring -> Arrays.copyOf(ring, 300)),
        damaged("cut after the primary key", ring -> upTo(ring, Packet.USER_ID)),
        damaged("cut before the encryption subkey", ring -> upTo(ring, Packet.SECRET_SUBKEY)),
        RingPair.of(
            "the second of two keys cut off, the rest a sound ring",
            DAMAGED,
            TestRings::twoPrimaries,
            TestRings::approved),
        damaged(
            "rewritten without the encryption subkey",
            ring -> {
              Surgery whole = Surgery.on(ring);
              int subkey = whole.indexOf(Packet.SECRET_SUBKEY, 0);
              return Surgery.of(whole.pieces().subList(0, subkey)).newFormat();
            }),
        damaged(
            "the beginning once more after its end",
            ring -> TestRings.concat(ring, Arrays.copyOf(ring, 200))));
  }

  private static List<RingPair> flipped() {
    return List.of(
        damaged("a bit flipped in d of the primary", ring -> inSecret(ring, 0, 20)),
        damaged("a bit flipped in the factors of the primary", ring -> inSecret(ring, 0, 180)),
        damaged("a bit flipped in d of the subkey", ring -> inSecret(ring, 1, 20)),
        damaged(
            "a bit flipped in d, the checksum made to fit",
            ring ->
                Surgery.on(ring)
                    .replace(
                        0,
                        body -> {
                          int at = Surgery.rsaSecretStart(body);
                          return Surgery.withChecksum(Judge.flip(body, at + 20, 1), at);
                        })
                    .oldFormat()),
        damaged(
            "a bit flipped in a checksum",
            ring ->
                Surgery.on(ring)
                    .replace(0, body -> Judge.flip(body, body.length - 1, 0))
                    .oldFormat()),
        damaged("a bit flipped in the user id", ring -> inPacket(ring, Packet.USER_ID, 0, 3)),
        damaged(
            "a bit flipped in the signature on the user id",
            ring -> inPacket(ring, Packet.SIGNATURE, 0, 60)),
        damaged(
            "a bit flipped in the signature on the subkey",
            ring -> inPacket(ring, Packet.SIGNATURE, 1, 60)),
        damaged("a bit flipped in the first header", ring -> Judge.flip(ring, 0, 6)));
  }

  private static List<RingPair> overwritten() {
    return List.of(
        damaged("filled with zeros", ring -> new byte[ring.length]),
        damaged("filled with rubbish", ring -> rubbish(ring.length)),
        damaged("its end lost in a power cut, zeros instead", ring -> zerosAtTheEnd(ring, 200)),
        damaged("zeros appended", ring -> TestRings.concat(ring, new byte[64])),
        damaged("words appended", ring -> TestRings.concat(ring, "EOF\n".getBytes(US_ASCII))),
        // A line end in its modulus moves all that follows: no key of it can be read any more.
        RingPair.of(
            "transferred as text to Windows", DAMAGED, BrokenPairs::golden, () -> asText(golden())),
        damaged(
            "the text of an error page", ring -> "<html>502 Bad Gateway</html>".getBytes(US_ASCII)),
        damaged(
            "subkey before primary",
            ring -> {
              List<Surgery.Piece> pieces = new ArrayList<>(Surgery.on(ring).pieces());
              int subkey = Surgery.on(ring).indexOf(Packet.SECRET_SUBKEY, 0);
              pieces.add(0, pieces.remove(subkey));
              return Surgery.of(pieces).oldFormat();
            }));
  }

  private static final java.nio.charset.Charset US_ASCII = StandardCharsets.US_ASCII;

  private static List<RingPair> stubs() {
    return List.of(
        damaged("the primary is a stub (gnu-dummy)", ring -> TestRings.stubbed()),
        damaged("the public ring in its place", ring -> TestRings.approvedPublic()),
        RingPair.of(
            "a subkey's secret part deleted by GnuPG, a stub in its place",
            DAMAGED,
            TestRings::signingSubkey,
            () -> GnupgDeeds.withoutSecretOfLastSubkey(TestRings.signingSubkey())),
        RingPair.of(
            "a stub of a key under a passphrase",
            DAMAGED,
            TestRings::passphrased,
            () -> {
              try (Gpg gpg = Gpg.modern()) {
                gpg.run(TestRings.passphrased(), "--passphrase", "secret", "--import");
                return gpg.run(new byte[0], "--passphrase", "secret", "--export-secret-subkeys");
              }
            }));
  }

  private static byte[] golden() {
    try {
      return GoldenRingTest.golden("secring.gpg");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] zerosAtTheEnd(byte[] ring, int zeros) {
    return Arrays.copyOf(Arrays.copyOf(ring, ring.length - zeros), ring.length);
  }

  private static List<RingPair> absent() {
    return List.of(
        RingPair.after("deleted", ABSENT, d -> Files.delete(d.resolve(RingPair.KEY_FILE))),
        RingPair.after(
            "renamed",
            ABSENT,
            d -> Files.move(d.resolve(RingPair.KEY_FILE), d.resolve("secring.gpg.bak"))),
        RingPair.after("the directory is empty", ABSENT, BrokenPairs::emptied),
        RingPair.after(
            "the directory is gone",
            ABSENT,
            d -> {
              emptied(d);
              Files.delete(d);
            }),
        RingPair.after(
            "migrated by GnuPG 2.1 and tidied up",
            ABSENT,
            d -> {
              Files.createDirectory(d.resolve("private-keys-v1.d"));
              Files.createFile(d.resolve(".gpg-v21-migrated"));
              Files.delete(d.resolve(RingPair.KEY_FILE));
            }));
  }

  private static List<RingPair> unreadable() {
    return List.of(
        inPlace(
            "a link to the approved file",
            f -> Files.createSymbolicLink(f, Path.of("../approved", RingPair.KEY_FILE))),
        inPlace("a link to nothing", f -> Files.createSymbolicLink(f, Path.of("nowhere"))),
        inPlace("a directory", Files::createDirectory),
        inPlace("a FIFO", f -> new ProcessBuilder("mkfifo", f.toString()).start().waitFor()),
        inPlace(
            "a gigabyte",
            f -> {
              try (RandomAccessFile file = new RandomAccessFile(f.toFile(), "rw")) {
                file.setLength(1L << 30);
              }
            }),
        RingPair.after(
            "a file in place of the directory",
            UNREADABLE,
            d -> {
              emptied(d);
              Files.delete(d);
              Files.createFile(d);
            }),
        unreadable("ASCII-armoured", ring -> TestRings.armoured()),
        unreadable(
            "ASCII-armoured with line ends of Windows", ring -> asText(TestRings.armoured())),
        unreadable("a subkey of an unknown algorithm", ring -> inSubkey(ring, 5, 99)),
        unreadable("a subkey of key version 6", ring -> inSubkey(ring, 0, 6)));
  }

  private static RingPair damaged(String name, UnaryOperator<byte[]> harm) {
    return RingPair.of(name, DAMAGED, TestRings::approved, () -> harm.apply(TestRings.approved()));
  }

  private static RingPair unreadable(String name, UnaryOperator<byte[]> harm) {
    return RingPair.of(
        name, UNREADABLE, TestRings::approved, () -> harm.apply(TestRings.approved()));
  }

  private static RingPair inPlace(String name, RingPair.Deed put) {
    return RingPair.after(
        name + " in place of the file",
        UNREADABLE,
        d -> {
          Files.delete(d.resolve(RingPair.KEY_FILE));
          put.on(d.resolve(RingPair.KEY_FILE));
        });
  }

  private static void emptied(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static byte[] upTo(byte[] ring, int tag) {
    for (Packet packet : Packets.frame(ring).list()) {
      if (packet.tag() == tag) {
        return Arrays.copyOf(ring, packet.offset());
      }
    }
    throw new IllegalArgumentException("no packet of type " + tag);
  }

  /** A bit of the n-th secret part, so far behind its protection octet. */
  private static byte[] inSecret(byte[] ring, int n, int offset) {
    Surgery whole = Surgery.on(ring);
    int index = n == 0 ? 0 : whole.indexOf(Packet.SECRET_SUBKEY, n - 1);
    return whole
        .replace(index, body -> Judge.flip(body, Surgery.rsaSecretStart(body) + offset, 4))
        .oldFormat();
  }

  private static byte[] inPacket(byte[] ring, int tag, int n, int at) {
    Surgery whole = Surgery.on(ring);
    return whole.replace(whole.indexOf(tag, n), body -> Judge.flip(body, at, 1)).oldFormat();
  }

  private static byte[] inSubkey(byte[] ring, int at, int value) {
    Surgery whole = Surgery.on(ring);
    return whole
        .replace(
            whole.indexOf(Packet.SECRET_SUBKEY, 0),
            body -> {
              body[at] = (byte) value;
              return body;
            })
        .oldFormat();
  }

  private static byte[] rubbish(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    bytes[0] &= 0x7f; // no packet begins like that
    return bytes;
  }

  /** As a transfer in text mode does it. */
  static byte[] asText(byte[] ring) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte each : ring) {
      if (each == '\n') {
        out.write('\r');
      }
      out.write(each);
    }
    return out.toByteArray();
  }
}

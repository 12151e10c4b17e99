package dev.keyparity.keyring.seal;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.StrictJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Key files sealed for one target in one run: format {@code keyparity.bundle/1}. The bytes are one
 * line of JSON (the header, in clear, ended by a line feed), 32 octets of encapsulated key, and the
 * ciphertext of the files' contents in the header's order. HPKE's {@code info} is the offer's
 * canonical bytes, its {@code aad} the header line, so neither can be changed. Immutable.
 */
public final class SealedBundle {
  /** The name and number of this format. */
  public static final String FORMAT = "keyparity.bundle/1";

  /** No bundle is larger. */
  public static final int MOST_BYTES = 16 * 1024 * 1024;

  private static final int MOST_HEADER_BYTES = 64 * 1024;
  private static final int MOST_FILES = 64;

  /** What one file in the payload is. */
  public record FileDescription(String name, long bytes, Digest sha256, String mode) {
    public FileDescription {
      if (!name.matches("[A-Za-z0-9._][A-Za-z0-9._-]{0,254}") || name.matches("\\.{1,2}")) {
        throw new IllegalArgumentException("file: " + name + " (expected: a plain file name)");
      }
      if (bytes < 0 || bytes > MOST_BYTES) {
        throw new IllegalArgumentException("file " + name + ": bytes: " + bytes);
      }
      if (!mode.matches("0[0-7]{3}")) {
        throw new IllegalArgumentException(
            "file " + name + ": mode: " + mode + " (expected: four octal digits)");
      }
    }
  }

  /** What is sealed, by whom, for whom, for which run and until when. Readable by everyone. */
  public record Header(
      String group,
      String service,
      String run,
      String source,
      String target,
      String sourceNonce,
      String sealingKey,
      Instant expiresAt,
      List<FileDescription> files) {
    public Header {
      // What no target could have offered is no header.
      new SealingOffer(group, service, run, source, target, sourceNonce, sealingKey, expiresAt);
      files = List.copyOf(files);
      Set<String> names = new HashSet<>();
      files.forEach(f -> names.add(f.name()));
      if (files.isEmpty() || files.size() > MOST_FILES || names.size() != files.size()) {
        throw new IllegalArgumentException(
            "files: " + names + " (expected: 1 to " + MOST_FILES + ", each once)");
      }
    }

    static Header of(SealingOffer offer, List<FileDescription> files) {
      return new Header(
          offer.group(),
          offer.service(),
          offer.run(),
          offer.source(),
          offer.target(),
          offer.sourceNonce(),
          offer.sealingKey(),
          offer.expiresAt(),
          files);
    }

    /** The offer that this bundle claims to answer. */
    public SealingOffer offer() {
      return new SealingOffer(
          group, service, run, source, target, sourceNonce, sealingKey, expiresAt);
    }
  }

  private final byte[] bytes;
  private final byte[] headerLine;
  private final Header header;

  private SealedBundle(byte[] bytes, byte[] headerLine, Header header) {
    this.bytes = bytes;
    this.headerLine = headerLine;
    this.header = header;
  }

  /**
   * Seals files for an offer that the caller has verified.
   *
   * @throws KeyringException if the offer has expired or the payload is too large
   */
  public static SealedBundle seal(
      SealingOffer offer, List<SealedFile> files, Clock clock, SecureRandom random)
      throws KeyringException {
    requireUnexpired(offer.expiresAt(), clock);
    Header header = Header.of(offer, files.stream().map(SealedFile::describe).toList());
    requireSize(header.files().stream().mapToLong(FileDescription::bytes).sum());
    byte[] line = StrictJson.line(FORMAT, header);
    byte[] plaintext = concatenated(files);
    byte[] sealed = Hpke.seal(offer, line, plaintext, random);
    Arrays.fill(plaintext, (byte) 0);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(line);
    all.write('\n');
    all.writeBytes(sealed);
    return new SealedBundle(all.toByteArray(), line, header);
  }

  /**
   * Reads a bundle as far as it can be read without the key.
   *
   * @throws KeyringException if it is not this format, to the letter
   */
  public static SealedBundle parse(byte[] bundle) throws KeyringException {
    if (bundle.length > MOST_BYTES + MOST_HEADER_BYTES) {
      requireSize(bundle.length);
    }
    int end = 0;
    int most = Math.min(bundle.length, MOST_HEADER_BYTES);
    while (end < most && bundle[end] != '\n') {
      end++;
    }
    if (end == most) {
      throw new KeyringException(
          ErrorCode.MALFORMED, "bundle: no header line (expected: " + FORMAT + ")");
    }
    byte[] line = Arrays.copyOf(bundle, end);
    Header header = StrictJson.read(line, FORMAT, Header.class);
    if (!Arrays.equals(StrictJson.line(FORMAT, header), line)) {
      throw new KeyringException(ErrorCode.MALFORMED, "bundle: its header is not canonical");
    }
    return new SealedBundle(bundle.clone(), line, header);
  }

  public Header header() {
    return header;
  }

  /** The whole bundle, to be carried and to be signed. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Of the whole bundle. */
  public Digest digest() {
    return Digest.of(bytes);
  }

  /**
   * Opens it for the target.
   *
   * @param expected the offer that this host itself made for the present run
   * @return every file, each compared with the header
   * @throws KeyringException {@link ErrorCode#WRONG_CONTEXT} if it answers another offer, {@link
   *     ErrorCode#EXPIRED}, {@link ErrorCode#WRONG_KEY} if it does not decrypt
   */
  public List<SealedFile> open(SealingKeyPair key, SealingOffer expected, Clock clock)
      throws KeyringException {
    requireContext(expected);
    requireUnexpired(header.expiresAt(), clock);
    byte[] sealed = Arrays.copyOfRange(bytes, headerLine.length + 1, bytes.length);
    byte[] payload = Hpke.open(key.exposeKeyPair(), expected, headerLine, sealed);
    try {
      return split(payload);
    } finally {
      Arrays.fill(payload, (byte) 0);
    }
  }

  private static byte[] concatenated(List<SealedFile> files) {
    List<byte[]> contents = files.stream().map(SealedFile::exposeContent).toList();
    // Of the final size at once: an array that grows leaves copies of secrets behind.
    ByteBuffer all = ByteBuffer.allocate(contents.stream().mapToInt(c -> c.length).sum());
    for (byte[] content : contents) {
      all.put(content);
      Arrays.fill(content, (byte) 0);
    }
    return all.array();
  }

  private List<SealedFile> split(byte[] payload) throws KeyringException {
    long sum = header.files().stream().mapToLong(FileDescription::bytes).sum();
    if (sum != payload.length) {
      throw new KeyringException(
          ErrorCode.MALFORMED,
          "bundle: " + payload.length + " bytes of files (expected: " + sum + ")");
    }
    List<SealedFile> files = new ArrayList<>();
    int at = 0;
    for (FileDescription description : header.files()) {
      int end = at + (int) description.bytes();
      byte[] content = Arrays.copyOfRange(payload, at, end);
      if (!Digest.of(content).equals(description.sha256())) {
        throw new KeyringException(
            ErrorCode.DIGEST_MISMATCH,
            "bundle: " + description.name() + " does not have the content that its header names");
      }
      files.add(new SealedFile(description.name(), description.mode(), content));
      Arrays.fill(content, (byte) 0);
      at = end;
    }
    return List.copyOf(files);
  }

  private void requireContext(SealingOffer expected) throws KeyringException {
    SealingOffer found = header.offer();
    require("group", found.group(), expected.group());
    require("service", found.service(), expected.service());
    require("run", found.run(), expected.run());
    require("source", found.source(), expected.source());
    require("target", found.target(), expected.target());
    require("source nonce", found.sourceNonce(), expected.sourceNonce());
    require("sealing key", found.sealingKey(), expected.sealingKey());
    require("expiry", found.expiresAt().toString(), expected.expiresAt().toString());
  }

  private static void require(String what, String found, String expected) throws KeyringException {
    if (!found.equals(expected)) {
      throw new KeyringException(
          ErrorCode.WRONG_CONTEXT,
          "bundle: " + what + ": " + found + " (expected: " + expected + ")");
    }
  }

  private static void requireUnexpired(Instant expiresAt, Clock clock) throws KeyringException {
    if (!clock.instant().isBefore(expiresAt)) {
      throw new KeyringException(
          ErrorCode.EXPIRED, "bundle: expired at " + expiresAt + " (expected: a new transfer)");
    }
  }

  private static void requireSize(long size) throws KeyringException {
    if (size > MOST_BYTES) {
      throw new KeyringException(
          ErrorCode.TOO_LARGE, "bundle: " + size + " bytes (expected: at most " + MOST_BYTES + ")");
    }
  }

  @Override
  public String toString() {
    return "SealedBundle[" + header.source() + " → " + header.target() + ", " + header.run() + "]";
  }
}

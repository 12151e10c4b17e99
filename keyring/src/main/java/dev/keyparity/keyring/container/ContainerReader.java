package dev.keyparity.keyring.container;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.KeyringException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a container back and holds it against its manifest, in this order: the digest of the whole
 * ciphertext, a session-key packet for every recipient, then every entry's header and content. Does
 * not change anything; not thread-safe.
 */
public final class ContainerReader {
  private static final int MOST_FILES_BYTES = 16 * 1024 * 1024;

  /** The ciphertext, as often as it is asked for; each call starts at its beginning. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  /** Receives verified entries in the archive's order. */
  @FunctionalInterface
  public interface EntrySink {
    /**
     * @param content the file's bytes, not to be kept; empty unless a file. What is left unread is
     *     skipped
     */
    void accept(ContainerManifest.Entry entry, InputStream content)
        throws IOException, KeyringException;
  }

  private final ContainerManifest manifest;
  private final Source ciphertext;

  public ContainerReader(ContainerManifest manifest, Source ciphertext) {
    this.manifest = manifest;
    this.ciphertext = ciphertext;
  }

  /**
   * Checks the digest of the ciphertext alone: all that can be known without a key, for instance by
   * a host that stores another's copy.
   *
   * @throws KeyringException {@link ErrorCode#DIGEST_MISMATCH}
   */
  public void checkCiphertext() throws IOException, KeyringException {
    try (MeteredInput in = new MeteredInput(ciphertext.open())) {
      checkDigest(in);
    }
  }

  /**
   * Checks everything: what {@link #checkCiphertext} does, that every recipient can open it, and,
   * by decrypting it, that it holds exactly what the manifest says.
   */
  public void verify(BackupKey key) throws IOException, KeyringException {
    checkCiphertext();
    decrypt(key, (entry, content) -> {});
  }

  /**
   * Verifies all, then hands over the entries: nothing is handed over from a container that has a
   * fault anywhere.
   */
  public void extract(BackupKey key, EntrySink sink) throws IOException, KeyringException {
    verify(key);
    decrypt(key, sink);
  }

  /**
   * Verifies all, then returns the files of one folder of the archive by their names below it, for
   * the small files of a key directory. The content is secret.
   *
   * @throws KeyringException {@link ErrorCode#TOO_LARGE} beyond 16 MiB in sum
   */
  public Map<String, byte[]> files(BackupKey key, String folder)
      throws IOException, KeyringException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    String prefix = folder + "/";
    long sum =
        manifest.entries().stream()
            .filter(e -> e.path().startsWith(prefix))
            .mapToLong(ContainerManifest.Entry::bytes)
            .sum();
    if (sum > MOST_FILES_BYTES) {
      throw new KeyringException(
          ErrorCode.TOO_LARGE,
          folder + ": " + sum + " bytes (expected: at most " + MOST_FILES_BYTES + ")");
    }
    extract(
        key,
        (entry, content) -> {
          if (entry.type() == ContainerManifest.Type.FILE && entry.path().startsWith(prefix)) {
            files.put(entry.path().substring(prefix.length()), content.readAllBytes());
          }
        });
    return files;
  }

  private void decrypt(BackupKey key, EntrySink sink) throws IOException, KeyringException {
    try (MeteredInput in = new MeteredInput(ciphertext.open())) {
      OpenPgpDecryption message = new OpenPgpDecryption(in);
      message.requireRecipients(manifest.recipients());
      try (InputStream plaintext = message.open(key)) {
        readEntries(plaintext, sink);
        message.finish();
      }
      // The bytes just decrypted are the bytes whose digest was checked, or somebody changed them.
      in.drain();
      checkDigest(in);
    }
  }

  private void readEntries(InputStream plaintext, EntrySink sink)
      throws IOException, KeyringException {
    TarReader tar = new TarReader(plaintext);
    Iterator<ContainerManifest.Entry> expected = manifest.entries().iterator();
    for (Optional<TarHeader> next = tar.next(); next.isPresent(); next = tar.next()) {
      TarHeader found = next.get();
      if (!expected.hasNext()) {
        throw mismatch(found.path(), "is not in the manifest");
      }
      ContainerManifest.Entry entry = expected.next();
      compareHeader(entry, found);
      readContent(tar, entry, sink);
    }
    if (expected.hasNext()) {
      throw mismatch(expected.next().path(), "is missing in the archive");
    }
  }

  private static void readContent(TarReader tar, ContainerManifest.Entry entry, EntrySink sink)
      throws IOException, KeyringException {
    MessageDigest sha256 = Digest.newSha256();
    InputStream content = tar.content();
    InputStream hashed = new java.security.DigestInputStream(content, sha256);
    sink.accept(entry, hashed);
    hashed.transferTo(java.io.OutputStream.nullOutputStream());
    if (entry.type() == ContainerManifest.Type.FILE
        && !Digest.fromBytes(sha256.digest()).equals(entry.sha256())) {
      throw mismatch(entry.path(), "does not have the content that the manifest names");
    }
  }

  private static void compareHeader(ContainerManifest.Entry entry, TarHeader found)
      throws KeyringException {
    String path =
        entry.type() == ContainerManifest.Type.DIRECTORY ? entry.path() + "/" : entry.path();
    char type =
        switch (entry.type()) {
          case FILE -> TarHeader.FILE;
          case DIRECTORY -> TarHeader.DIRECTORY;
          case SYMLINK -> TarHeader.SYMLINK;
        };
    String link = entry.target() == null ? "" : entry.target();
    boolean same =
        found.path().equals(path)
            && found.type() == type
            && found.size() == entry.bytes()
            && found.link().equals(link)
            && String.format("%04o", found.mode()).equals(entry.mode())
            && found.owner().equals(entry.owner())
            && found.group().equals(entry.group());
    if (!same) {
      throw mismatch(found.path(), "is not as the manifest describes it");
    }
  }

  private void checkDigest(MeteredInput in) throws IOException, KeyringException {
    in.drain();
    ContainerManifest.Ciphertext expected = manifest.ciphertext();
    if (in.count() != expected.bytes()) {
      throw new KeyringException(
          ErrorCode.DIGEST_MISMATCH,
          "container "
              + manifest.id()
              + ": "
              + in.count()
              + " bytes (expected: "
              + expected.bytes()
              + "); it is not the file that was written");
    }
    if (!in.digest().equals(expected.sha256())) {
      throw new KeyringException(
          ErrorCode.DIGEST_MISMATCH,
          "container " + manifest.id() + ": its bytes are not those that were written");
    }
  }

  private static KeyringException mismatch(String path, String what) {
    return new KeyringException(ErrorCode.DIGEST_MISMATCH, "entry " + path + ": " + what);
  }
}

package dev.keyparity.keyring.container;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.FileFacts;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.KeyIdentity;
import dev.keyparity.keyring.KeyringException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes a container to a stream that the caller made and will make durable. Streaming: memory does
 * not grow with the files. Not thread-safe. What was written counts only with the manifest that
 * {@link #finish} returns; after any exception the output is worthless.
 */
public final class ContainerWriter {

  /** What a container is called and whose it is. */
  public record Title(String id, String service, String host, Instant createdAt) {}

  private final Title title;
  private final List<Recipient> recipients;
  private final MeteredOutput ciphertext;
  private final OpenPgpEncryption plaintext;
  private final TarWriter tar;
  private final List<ContainerManifest.Entry> entries = new ArrayList<>();
  private final List<ContainerManifest.Skipped> skipped = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();

  /**
   * Begins a container.
   *
   * @param out receives the ciphertext and stays open
   * @param recipients everybody who must be able to open it; each key once
   */
  public ContainerWriter(
      OutputStream out, Title title, List<Recipient> recipients, SecureRandom random)
      throws IOException, KeyringException {
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("recipients: none (expected: at least one)");
    }
    this.title = title;
    this.recipients = List.copyOf(recipients);
    this.ciphertext = new MeteredOutput(out);
    this.plaintext = new OpenPgpEncryption(ciphertext, recipients, title.createdAt(), random);
    this.tar = new TarWriter(plaintext);
  }

  /** Adds a file whose content is at hand. */
  public void addFile(String path, FileAttributes attributes, byte[] content) throws IOException {
    begin(path, TarHeader.FILE, content.length, attributes, "");
    plaintext.write(content);
    tar.end(content.length);
    note(path, ContainerManifest.Type.FILE, attributes, content.length, Digest.of(content));
  }

  /**
   * Adds a file of exactly this size from a stream.
   *
   * @throws KeyringException {@link ErrorCode#CHANGED_WHILE_READ} if the stream holds more or fewer
   *     bytes
   */
  public void addFile(String path, FileAttributes attributes, long size, InputStream content)
      throws IOException, KeyringException {
    begin(path, TarHeader.FILE, size, attributes, "");
    MessageDigest sha256 = Digest.newSha256();
    byte[] buffer = new byte[64 * 1024];
    long count = 0;
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      count += n;
      if (count > size) {
        break;
      }
      sha256.update(buffer, 0, n);
      plaintext.write(buffer, 0, n);
    }
    if (count != size) {
      throw new KeyringException(
          ErrorCode.CHANGED_WHILE_READ,
          path + ": its size changed while it was read (expected: " + size + " bytes)");
    }
    tar.end(size);
    note(path, ContainerManifest.Type.FILE, attributes, size, Digest.fromBytes(sha256.digest()));
  }

  public void addDirectory(String path, FileAttributes attributes) throws IOException {
    begin(path + "/", TarHeader.DIRECTORY, 0, attributes, "");
    note(path, ContainerManifest.Type.DIRECTORY, attributes, 0, null);
  }

  /** Adds a link as a link; its target is recorded and never looked at. */
  public void addSymlink(String path, FileAttributes attributes, String target) throws IOException {
    begin(path, TarHeader.SYMLINK, 0, attributes, target);
    entries.add(
        new ContainerManifest.Entry(
            path,
            ContainerManifest.Type.SYMLINK,
            0,
            null,
            attributes.octal(),
            attributes.owner(),
            attributes.group(),
            target));
  }

  /** Records that something is there and not in the container. */
  public void skip(String path, String reason) {
    skipped.add(new ContainerManifest.Skipped(path, reason));
  }

  /**
   * Adds everything below a directory that the caller holds open: files and folders as they are,
   * links as links, and what is neither, or cannot be read, as skipped with its reason.
   *
   * @param prefix the folder in the archive, such as {@link ContainerManifest#KEY_DIRECTORY}
   * @param where the directory's path, needed only to read where links point; if null, links are
   *     skipped with their reason
   * @param excluded names (at any depth) that are left out without a word
   */
  public void addTree(
      String prefix,
      SecureDirectoryStream<Path> held,
      @Nullable Path where,
      Predicate<String> excluded)
      throws IOException, KeyringException {
    new ContainerTree(this, excluded).add(prefix, held, where);
  }

  /**
   * Ends the container and says what is in it.
   *
   * @param keyDirectory the facts of the key directory that was added under {@link
   *     ContainerManifest#KEY_DIRECTORY}
   * @throws KeyringException {@link ErrorCode#CHANGED_WHILE_READ} if the key file that was archived
   *     is not the one that the facts describe
   */
  public ContainerManifest finish(KeyDirectoryFacts keyDirectory)
      throws IOException, KeyringException {
    tar.finish();
    plaintext.close();
    ContainerManifest.Secring secring = secring(keyDirectory);
    KeyIdentity identity = keyDirectory.identity();
    return new ContainerManifest(
        title.id(),
        title.service(),
        title.host(),
        title.createdAt(),
        new ContainerManifest.Ciphertext(ciphertext.digest(), ciphertext.count()),
        recipients.stream()
            .map(
                r ->
                    new ContainerManifest.RecipientKey(
                        r.fingerprint(), r.encryptionKeyFingerprint()))
            .toList(),
        identity == null
            ? null
            : new ContainerManifest.Identity(
                identity.digest(), identity.primaries(), identity.fingerprints()),
        secring,
        entries,
        skipped);
  }

  private ContainerManifest.@Nullable Secring secring(KeyDirectoryFacts facts)
      throws KeyringException {
    String path = ContainerManifest.KEY_DIRECTORY + "/" + facts.profile().keyFile();
    ContainerManifest.Entry archived =
        entries.stream()
            .filter(e -> e.path().equals(path) && e.type() == ContainerManifest.Type.FILE)
            .findFirst()
            .orElse(null);
    FileFacts known = facts.secring().orElse(null);
    Digest inside = archived == null ? null : archived.sha256();
    Digest outside = known == null ? null : known.sha256();
    if (!Objects.equals(inside, outside)) {
      throw new KeyringException(
          ErrorCode.CHANGED_WHILE_READ,
          path + ": changed between its inspection and its backup (expected: the same bytes)");
    }
    return archived == null || inside == null
        ? null
        : new ContainerManifest.Secring(path, inside, archived.bytes());
  }

  private void begin(String path, char type, long size, FileAttributes at, String link)
      throws IOException {
    String plain = type == TarHeader.DIRECTORY ? path.substring(0, path.length() - 1) : path;
    ContainerManifest.checkPath(plain);
    if (!paths.add(plain)) {
      throw new IllegalArgumentException("entry " + plain + ": added twice");
    }
    tar.begin(
        new TarHeader(
            path,
            type,
            size,
            at.mode(),
            at.owner(),
            at.group(),
            at.modifiedAt().getEpochSecond(),
            link));
  }

  private void note(
      String path,
      ContainerManifest.Type type,
      FileAttributes at,
      long size,
      @Nullable Digest digest) {
    entries.add(
        new ContainerManifest.Entry(
            path, type, size, digest, at.octal(), at.owner(), at.group(), null));
  }
}

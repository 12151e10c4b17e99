package dev.keyparity.agent.backup;

import dev.keyparity.agent.disk.Attributes;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.container.ContainerManifest;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What directories hold now, in the words of a manifest, to be compared with one. */
final class LiveListing implements DirectoryWalk.Visitor {
  private final List<ContainerManifest.Entry> entries = new ArrayList<>();
  private final List<ContainerManifest.Skipped> skipped = new ArrayList<>();

  /** Whether the manifest describes exactly this. */
  boolean isIn(ContainerManifest manifest) {
    return entries.equals(manifest.entries()) && skipped.equals(manifest.skipped());
  }

  @Override
  public void directory(String path, Attributes attributes) {
    add(path, ContainerManifest.Type.DIRECTORY, attributes, 0, null, null);
  }

  @Override
  public void file(String path, Attributes attributes, InputStream content) throws IOException {
    MessageDigest sha256 = Digest.newSha256();
    long bytes =
        new DigestInputStream(content, sha256).transferTo(java.io.OutputStream.nullOutputStream());
    Digest digest = Digest.fromBytes(sha256.digest());
    add(path, ContainerManifest.Type.FILE, attributes, bytes, digest, null);
  }

  @Override
  public void link(String path, Attributes attributes, String target) {
    add(path, ContainerManifest.Type.SYMLINK, attributes, 0, null, target);
  }

  @Override
  public void skipped(String path, String reason) {
    skipped.add(new ContainerManifest.Skipped(path, reason));
  }

  private void add(
      String path,
      ContainerManifest.Type type,
      Attributes attributes,
      long bytes,
      @Nullable Digest digest,
      @Nullable String target) {
    entries.add(
        new ContainerManifest.Entry(
            path,
            type,
            bytes,
            digest,
            "%04o".formatted(attributes.mode() & 0777),
            attributes.owner(),
            attributes.group(),
            target));
  }
}

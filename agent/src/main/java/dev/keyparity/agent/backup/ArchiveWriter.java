package dev.keyparity.agent.backup;

import dev.keyparity.agent.disk.Attributes;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.container.ContainerWriter;
import dev.keyparity.keyring.container.FileAttributes;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Puts what a walk visits into a container. */
final class ArchiveWriter implements DirectoryWalk.Visitor {
  private final ContainerWriter container;
  private final Map<String, String> skipped = new HashMap<>();

  ArchiveWriter(ContainerWriter container) {
    this.container = container;
  }

  /** What was there and is not in the container, with the reasons. */
  Map<String, String> skipped() {
    return Map.copyOf(skipped);
  }

  @Override
  public void directory(String path, Attributes attributes) throws IOException {
    container.addDirectory(path, attributes(attributes));
  }

  @Override
  public void file(String path, Attributes attributes, InputStream content)
      throws IOException, KeyringException {
    container.addFile(path, attributes(attributes), attributes.size(), content);
  }

  @Override
  public void link(String path, Attributes attributes, String target) throws IOException {
    container.addSymlink(path, attributes(attributes), target);
  }

  @Override
  public void skipped(String path, String reason) {
    container.skip(path, reason);
    skipped.put(path, reason);
  }

  private static FileAttributes attributes(Attributes from) {
    return new FileAttributes(from.mode() & 0777, from.owner(), from.group(), from.modified());
  }
}

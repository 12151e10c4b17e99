package dev.keyparity.testbed.lab.watching;

import dev.keyparity.testbed.lab.kms.KmsHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What somebody who knows nothing of the product sees of KMS hosts from outside: of each file and
 * directory below the key and configuration directories its content, inode, mode, owner and the
 * times at which content and attributes changed last; of each KMS its process and when it started.
 * A file that was written, even with the same bytes, shows in its times.
 */
final class Census {
  private Census() {}

  static List<String> take(List<KmsHost> hosts) {
    List<String> all = new ArrayList<>();
    for (KmsHost host : hosts) {
      tree(host.paths().keyDirectory(), all);
      tree(host.paths().configuration(), all);
      ProcessHandle kms = host.pid().orElseThrow();
      all.add(
          "%s KMS process %d since %s"
              .formatted(host.name(), kms.pid(), kms.info().startInstant().orElseThrow()));
    }
    return all;
  }

  private static void tree(Path top, List<String> into) {
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : paths.sorted().toList()) {
        var of = Files.readAttributes(path, "unix:ino,mode,uid,gid,size,lastModifiedTime,ctime");
        into.add(
            path
                + " "
                + of
                + (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    ? " " + Sums.sha256(path)
                    : ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.keyparity.testbed.lab.onejvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.container.ContainerManifest;
import dev.keyparity.keyring.container.ContainerReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Backups as the organization finds them when keyparity is gone: files, and a recovery key. */
final class Backups {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Backups() {}

  /** Whether a backup of a host opens with the recovery key and holds exactly this key file. */
  static boolean hold(Path state, byte[] secring) throws IOException {
    try (DirectoryStream<Path> records =
        Files.newDirectoryStream(state.resolve("backups").resolve(OneJvm.SERVICE), "*[!s].json")) {
      for (Path record : records) {
        if (Arrays.equals(secring, secringIn(record))) {
          return true;
        }
      }
    }
    return false;
  }

  private static byte[] secringIn(Path record) throws IOException {
    var json = JSON.readTree(record.toFile());
    try {
      ContainerManifest manifest =
          ContainerManifest.parse(json.path("manifest").asText().getBytes(UTF_8));
      Path ciphertext = record.resolveSibling(manifest.id() + ".tar.gpg");
      byte[] found =
          new ContainerReader(manifest, () -> Files.newInputStream(ciphertext))
              .files(OneJvm.RECOVERY, ContainerManifest.KEY_DIRECTORY)
              .get("secring.gpg");
      return found == null ? new byte[0] : found;
    } catch (KeyringException e) {
      throw new IOException(record + ": " + e.getMessage(), e);
    }
  }
}

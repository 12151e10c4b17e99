package dev.keyparity.testbed.simulator.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.container.BackupKey;
import dev.keyparity.keyring.container.ContainerManifest;
import dev.keyparity.keyring.container.ContainerReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Backups as the organization finds them without keyparity: files, and a recovery key. */
final class SavedKeys {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOLDER = "/state/backups/" + World.SERVICE + "/";

  /** What was opened once is not opened again: nothing else takes as long. */
  private final Map<String, byte[]> opened = new HashMap<>();

  /** Names of the keys whose exact bytes open from a backup on this disk. */
  Set<String> on(InMemoryDisk disk) {
    Map<String, byte[]> files = disk.files();
    Set<String> names = new TreeSet<>();
    files.forEach(
        (path, content) -> {
          if (path.startsWith(FOLDER)
              && path.endsWith(".json")
              && !path.substring(FOLDER.length()).startsWith(".")) {
            byte[] secring = open(content, files);
            if (secring.length > 0) {
              names.add(World.MATERIAL.nameOf(secring));
            }
          }
        });
    return names;
  }

  /** Whether a key opens a backup, whatever its manifest says of the ciphertext. */
  static boolean opensFor(BackupKey key, ContainerManifest manifest, InMemoryDisk disk) {
    byte[] ciphertext = disk.files().getOrDefault(FOLDER + manifest.id() + ".tar.gpg", new byte[0]);
    ContainerManifest asFound =
        new ContainerManifest(
            manifest.id(),
            manifest.service(),
            manifest.host(),
            manifest.createdAt(),
            new ContainerManifest.Ciphertext(Digest.of(ciphertext), ciphertext.length),
            manifest.recipients(),
            manifest.keyIdentity(),
            manifest.secring(),
            manifest.entries(),
            manifest.skipped());
    try {
      new ContainerReader(asFound, () -> new ByteArrayInputStream(ciphertext)).verify(key);
      return true;
    } catch (IOException | KeyringException | IllegalArgumentException notIt) {
      return false;
    }
  }

  private byte[] open(byte[] record, Map<String, byte[]> files) {
    try {
      String text = JSON.readTree(record).path("manifest").asText();
      ContainerManifest manifest = ContainerManifest.parse(text.getBytes(UTF_8));
      byte[] ciphertext = files.getOrDefault(FOLDER + manifest.id() + ".tar.gpg", new byte[0]);
      return opened.computeIfAbsent(
          text + Digest.of(ciphertext).hex(), same -> open(manifest, ciphertext));
    } catch (IOException | KeyringException | IllegalArgumentException notOne) {
      return new byte[0];
    }
  }

  private static byte[] open(ContainerManifest manifest, byte[] ciphertext) {
    try {
      byte[] found =
          new ContainerReader(manifest, () -> new ByteArrayInputStream(ciphertext))
              .files(World.MATERIAL.recovery, ContainerManifest.KEY_DIRECTORY)
              .get("secring.gpg");
      return found == null ? new byte[0] : found;
    } catch (IOException | KeyringException | IllegalArgumentException notOne) {
      return new byte[0];
    }
  }
}

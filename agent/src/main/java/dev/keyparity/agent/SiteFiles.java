package dev.keyparity.agent;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.effect.HostSettings;
import dev.keyparity.agent.settings.HadoopSiteFile;
import dev.keyparity.agent.settings.SettingReading;
import dev.keyparity.agent.store.FileDigest;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Hadoop site files of one service that this agent's configuration lets it touch, by name. */
final class SiteFiles implements HostSettings {
  private static final Set<String> OF_THE_KMS = Set.of("kms-site.xml", "kts-site.xml");

  /** Who may do what at the KMS: looked at, and never written by us. */
  private static final Set<String> TO_READ_ONLY = Set.of("kms-acls.xml");

  private static final String OF_THE_KMS_MODE = "0640";
  private static final String OF_CLIENTS_MODE = "0644";

  private final Map<String, HadoopSiteFile> files = new HashMap<>();

  /**
   * @param copies a directory of the agent's own for what files were before
   */
  SiteFiles(
      Disk disk,
      AgentConfig.Service service,
      AgentConfig.Clients clients,
      Path copies,
      Ownership keys) {
    Path directory = service.settingsDirectory();
    if (directory != null) {
      Ownership whenNew =
          Ownership.of(String.valueOf(keys.owner()), String.valueOf(keys.group()), OF_THE_KMS_MODE);
      for (String name : OF_THE_KMS) {
        put(disk, name, directory.resolve(name), copies, whenNew);
      }
      for (String name : TO_READ_ONLY) {
        put(disk, name, directory.resolve(name), copies, whenNew);
      }
    }
    Ownership ofClients = new Ownership(null, null, Integer.parseInt(OF_CLIENTS_MODE, 8));
    put(disk, "core-site.xml", clients.coreSite(), copies, ofClients);
    put(disk, "hdfs-site.xml", clients.hdfsSite(), copies, ofClients);
  }

  private void put(Disk disk, String name, @Nullable Path file, Path copies, Ownership whenNew) {
    if (file != null) {
      files.put(name, new HadoopSiteFile(disk, file, copies, whenNew));
    }
  }

  private HadoopSiteFile require(String name) {
    HadoopSiteFile file = files.get(name);
    if (file == null) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          "settings file: %s (expected: one that this agent may touch: %s)"
              .formatted(name, files.keySet()),
          "declare settings_directory or clients in agent.yaml");
    }
    return file;
  }

  @Override
  public List<Property> read(List<Map.Entry<String, String>> fileAndProperty, byte[] nonce) {
    List<Property> all = new ArrayList<>();
    for (Map.Entry<String, String> one : fileAndProperty) {
      SettingReading reading = require(one.getKey()).read(List.of(one.getValue()), nonce).get(0);
      String sealed = reading.sealedValue();
      all.add(
          new Property(
              one.getKey(),
              one.getValue(),
              reading.isPresent(),
              reading.value(),
              reading.isSecret(),
              sealed == null ? "" : sealed,
              reading.file().toString()));
    }
    return all;
  }

  @Override
  public String digest(String file) {
    return require(file).digest().toString();
  }

  @Override
  public boolean holds(String file, Map<String, String> values) {
    List<String> names = List.copyOf(values.keySet());
    // A secret value is not shown, so it never counts as held: it is written again.
    return require(file).read(names, new byte[16]).stream()
        .allMatch(
            reading ->
                reading.shownValue().equals(Optional.ofNullable(values.get(reading.property()))));
  }

  @Override
  public Written write(String file, String expectedSha256, Map<String, String> values) {
    if (TO_READ_ONLY.contains(file)) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          "settings file: %s (expected: one that is written; this one is only read)"
              .formatted(file),
          "change it by hand");
    }
    HadoopSiteFile.Change change =
        require(file).write(new TreeMap<>(values), FileDigest.parse(expectedSha256));
    Path copy = change.copy();
    return new Written(change.file().toString(), copy == null ? "" : copy.toString());
  }

  @Override
  public boolean isClientFile(String file) {
    return !OF_THE_KMS.contains(file) && !TO_READ_ONLY.contains(file);
  }
}

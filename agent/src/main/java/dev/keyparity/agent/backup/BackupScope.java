package dev.keyparity.agent.backup;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whose backups these are and where they are kept.
 *
 * @param configDirectory the KMS's configuration directory; null if the service has none
 * @param stateDirectory the agent's own
 */
public record BackupScope(
    String service, String host, @Nullable Path configDirectory, Path stateDirectory) {
  Path directory() {
    return stateDirectory.resolve("backups").resolve(service);
  }
}

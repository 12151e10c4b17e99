package dev.keyparity.agent.effect;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Hadoop configuration files of one service that this agent may read and write. */
public interface HostSettings {

  /**
   * One property as it stands.
   *
   * @param isPresent whether it is there
   * @param value null if it is not there, and where it is secret
   * @param isSecret then only {@code sealed} tells two values apart
   * @param sealed HMAC-SHA-256 of a secret value under the nonce; empty elsewhere
   * @param fileSha256 of the whole file, or {@code absent}
   */
  record Property(
      String file,
      String name,
      boolean isPresent,
      @Nullable String value,
      boolean isSecret,
      String sealed,
      String fileSha256) {}

  /** What a write did. */
  record Written(String fileSha256, String backupFile) {}

  /**
   * @param nonce under which secret values are compared
   */
  List<Property> read(List<Map.Entry<String, String>> fileAndProperty, byte[] nonce);

  /** SHA-256 of a whole file, or {@code absent}. */
  String digest(String file);

  /** Whether a file holds these values. */
  boolean holds(String file, Map<String, String> values);

  /** Sets values in one file whose digest is as expected, after keeping the old file. */
  Written write(String file, String expectedSha256, Map<String, String> values);

  /** Whether the file is a client's and not the KMS's own. */
  boolean isClientFile(String file);
}

package dev.keyparity.testbed.kms;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Where one host of the stand-in finds what it needs.
 *
 * @param host the name under which it publishes its key ({@value #HOST} in kms-site.xml)
 * @param keyDirectory holds the ring; from the provider URI {@code keytrustee://file@DIRECTORY}
 * @param store the directory that all hosts share ({@value #STORE} in kms-site.xml)
 * @param keyLength bits of a ring that the host makes for itself ({@value #KEY_LENGTH} in
 *     kts-site.xml)
 */
record StandInSettings(String host, Path keyDirectory, Path store, int keyLength) {
  static final String SCHEME = "keytrustee";
  static final String HOST = "keyparity.stand-in.host";
  static final String STORE = "keyparity.stand-in.store";
  static final String KEY_LENGTH = "cloudera.trustee.keyprovider.keylength";

  private static final int VENDOR_KEY_LENGTH = 4096;

  StandInSettings {
    if (!host.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException(HOST + ": " + host + " (expected: a host name)");
    }
    if (keyLength < 1024 || keyLength > 8192) {
      throw new IllegalArgumentException(
          KEY_LENGTH + ": " + keyLength + " (expected: 1024 to 8192)");
    }
  }

  /** Reads them from the server's configuration and from {@code kts-site.xml} beside it. */
  static StandInSettings read(URI provider, Configuration kmsSite, @Nullable Path configDirectory)
      throws IOException {
    return new StandInSettings(
        required(kmsSite, HOST),
        keyDirectory(provider),
        Path.of(required(kmsSite, STORE)),
        ktsSite(configDirectory).getInt(KEY_LENGTH, VENDOR_KEY_LENGTH));
  }

  private static Path keyDirectory(URI provider) throws IOException {
    if (!"file@".equals(provider.getRawAuthority()) || provider.getPath().length() < 2) {
      throw new IOException(
          "hadoop.kms.key.provider.uri: " + provider + " (expected: keytrustee://file@/DIRECTORY)");
    }
    return Path.of(provider.getPath());
  }

  private static Configuration ktsSite(@Nullable Path configDirectory) throws IOException {
    Configuration ktsSite = new Configuration(false);
    if (configDirectory != null) {
      Path file = configDirectory.resolve("kts-site.xml");
      if (Files.exists(file)) {
        ktsSite.addResource(file.toUri().toURL());
      }
    }
    return ktsSite;
  }

  private static String required(Configuration conf, String property) throws IOException {
    String value = conf.getTrimmed(property);
    if (value == null || value.isEmpty()) {
      throw new IOException("kms-site.xml: " + property + " is not set (expected: a value)");
    }
    return value;
  }
}

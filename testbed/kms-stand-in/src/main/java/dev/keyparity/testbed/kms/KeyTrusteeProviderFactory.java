package dev.keyparity.testbed.kms;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.apache.hadoop.crypto.key.KeyProviderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Found by Hadoop's service loader for {@code keytrustee://} URIs; making the provider is the start
 * of the stand-in.
 */
public final class KeyTrusteeProviderFactory extends KeyProviderFactory {
  @Override
  public @Nullable KeyProvider createProvider(URI provider, Configuration conf) throws IOException {
    if (!StandInSettings.SCHEME.equals(provider.getScheme())) {
      return null;
    }
    String configDirectory = System.getProperty("kms.config.dir");
    StandInSettings settings =
        StandInSettings.read(
            provider, conf, configDirectory == null ? null : Path.of(configDirectory));
    Switches switches = Switches.read(System::getProperty, System.getenv());
    return new StandInStart(settings, switches, new SecureRandom(), Clock.systemUTC()).run(conf);
  }
}

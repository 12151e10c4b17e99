package dev.keyparity.daemon.identity;

import java.nio.file.Path;

/**
 * Where a process's TLS material lies, all PEM.
 *
 * @param key PKCS#8, EC P-256, not encrypted; readable by owner and group at most
 * @param chain the process's certificate first, then intermediates
 * @param bundle the CAs that are trusted
 */
public record TlsFiles(Path key, Path chain, Path bundle) {
  public static final String KEY = "tls.key";
  public static final String CHAIN = "tls.crt";
  public static final String BUNDLE = "ca.crt";

  /** The usual three names in one directory. */
  public static TlsFiles in(Path directory) {
    return new TlsFiles(
        directory.resolve(KEY), directory.resolve(CHAIN), directory.resolve(BUNDLE));
  }
}

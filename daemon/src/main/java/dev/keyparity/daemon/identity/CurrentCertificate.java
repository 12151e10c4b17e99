package dev.keyparity.daemon.identity;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the current certificate in every new handshake. An alias names one version of the material,
 * so that a reload between two questions of one handshake cannot mix two sets.
 */
final class CurrentCertificate extends X509ExtendedKeyManager {
  private final Supplier<TlsMaterial> current;
  private final LongFunction<TlsMaterial> byVersion;

  CurrentCertificate(Supplier<TlsMaterial> current, LongFunction<TlsMaterial> byVersion) {
    this.current = current;
    this.byVersion = byVersion;
  }

  private @Nullable String alias(String... keyTypes) {
    return Arrays.asList(keyTypes).contains("EC") ? Long.toString(current.get().version()) : null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return alias(keyTypes);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal[] issuers, SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return alias(keyTypes);
  }

  @Override
  public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return alias(keyType);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return byVersion.apply(Long.parseLong(alias)).chain().toArray(new X509Certificate[0]);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return byVersion.apply(Long.parseLong(alias)).key();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  private String[] aliases(String keyType) {
    String alias = alias(keyType);
    return alias == null ? new String[0] : new String[] {alias};
  }
}

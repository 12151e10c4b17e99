package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.NettySslContextServerCredentials;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who this process is on the network: its key, its certificate and the CAs it trusts, as its files
 * have them now. Credentials handed out earlier follow a reload: every new handshake shows the
 * newest certificate and is checked against the newest bundle.
 *
 * <p>Thread-safe.
 */
public final class TlsIdentity {
  private static final String[] PROTOCOLS = {"TLSv1.3"};
  private static final int KEPT_VERSIONS = 2;

  private final TlsFiles files;
  private final Clock clock;
  private final ConcurrentSkipListMap<Long, TlsMaterial> versions = new ConcurrentSkipListMap<>();
  private final TlsSignatures signatures;
  private Object stamp;

  private TlsIdentity(TlsFiles files, Clock clock) {
    this.files = files;
    this.clock = clock;
    this.signatures = new TlsSignatures(this::material, clock);
    this.stamp = FileStamp.of(files);
    versions.put(1L, TlsMaterial.read(files, 1));
  }

  /**
   * @throws KeyparityException {@link ErrorCode#UNREADABLE} or {@link ErrorCode#CONFIG_INVALID}
   */
  public static TlsIdentity load(TlsFiles files, Clock clock) {
    return new TlsIdentity(files, clock);
  }

  /**
   * The same of a process that knows who it is.
   *
   * @throws KeyparityException also {@link ErrorCode#TLS_WRONG_ROLE} if the files are another's
   */
  public static TlsIdentity loadOf(Role role, String name, TlsFiles files, Clock clock) {
    TlsIdentity identity = load(files, clock);
    if (identity.name().role() != role || !identity.name().name().equals(name)) {
      String expected = role.name().toLowerCase(Locale.ROOT) + " " + name;
      throw new KeyparityException(
          ErrorCode.TLS_WRONG_ROLE,
          "tls.cert: %s is that of %s (expected: %s)"
              .formatted(files.chain(), identity.name(), expected),
          issue(role, name));
    }
    return identity;
  }

  /**
   * @throws KeyparityException {@link ErrorCode#TLS_EXPIRED}
   */
  public void requireUnexpired() {
    Instant now = clock.instant();
    if (now.isAfter(expiry())) {
      throw new KeyparityException(
          ErrorCode.TLS_EXPIRED,
          "tls.cert: %s expired at %s (expected: good at %s)"
              .formatted(files.chain(), expiry(), now),
          issue(name().role(), name().name()));
    }
  }

  private static String issue(Role role, String name) {
    return switch (role) {
      case AGENT -> "keyparity pki issue agent " + name;
      case COORDINATOR -> "keyparity pki issue coordinator " + name;
      case OPERATOR -> "keyparity pki issue operator " + name;
    };
  }

  public PeerName name() {
    return material().name();
  }

  /** The last moment at which this process's certificate is good. */
  public Instant expiry() {
    return material().leaf().getNotAfter().toInstant();
  }

  public PeerSigner signer() {
    return signatures;
  }

  public PeerVerifier verifier() {
    return signatures;
  }

  /**
   * Reads the files again if any changed since the last look.
   *
   * @return whether something new is in use
   * @throws KeyparityException if what is there now cannot be used, for instance because only one
   *     of two files was replaced yet; the former material stays in use, and the next call tries
   *     again
   */
  public synchronized boolean reloadIfChanged() {
    Object seen = FileStamp.of(files);
    if (seen.equals(stamp)) {
      return false;
    }
    long version = versions.lastKey() + 1;
    TlsMaterial fresh = TlsMaterial.read(files, version);
    if (!fresh.name().equals(name())) {
      throw new KeyparityException(
          ErrorCode.TLS_WRONG_ROLE,
          "TLS file %s: is of %s (expected: %s; a process keeps its name)"
              .formatted(files.chain(), fresh.name().uri(), name().uri()),
          "restart the process if the new name is meant");
    }
    versions.put(version, fresh);
    while (versions.size() > KEPT_VERSIONS) {
      versions.pollFirstEntry();
    }
    stamp = seen;
    return true;
  }

  /** For a gRPC server: TLS 1.3, a client certificate is required. */
  public ServerCredentials serverCredentials() {
    SpiffeTrust trust = new SpiffeTrust(() -> material().bundle(), clock, null);
    return NettySslContextServerCredentials.create(sslContext(trust, false));
  }

  /** For a gRPC channel to a server that must turn out to be the expected one. */
  public ChannelCredentials channelCredentials(ExpectedPeer expected) {
    SpiffeTrust trust = new SpiffeTrust(() -> material().bundle(), clock, expected);
    return NettySslContextChannelCredentials.create(
        new UnresumedSslContext(sslContext(trust, true)));
  }

  /**
   * For an HTTPS server that shows this process's certificate and asks for none, such as the status
   * endpoint.
   */
  public SSLContext httpsContext() {
    SpiffeTrust trust = new SpiffeTrust(() -> material().bundle(), clock, null);
    return jdkContext(new CurrentCertificate(this::material, this::material), trust);
  }

  private SslContext sslContext(SpiffeTrust trust, boolean client) {
    KeyManager keys = new CurrentCertificate(this::material, this::material);
    return new JdkSslContext(
        jdkContext(keys, trust),
        client,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            "h2"),
        client ? ClientAuth.NONE : ClientAuth.REQUIRE,
        PROTOCOLS,
        false);
  }

  private static SSLContext jdkContext(KeyManager keys, TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new KeyparityException(
          ErrorCode.INTERNAL, "TLS 1.3: not offered by this Java runtime", "", e);
    }
  }

  TlsMaterial material() {
    return versions.lastEntry().getValue();
  }

  /** A version a handshake began with; after two more reloads, the oldest there is. */
  private TlsMaterial material(long version) {
    TlsMaterial exact = versions.get(version);
    Map.Entry<Long, TlsMaterial> oldest = versions.firstEntry();
    return exact == null ? oldest.getValue() : exact;
  }

  /** Authenticates the peer of a connection that already stands, by what is trusted now. */
  PeerName authenticateNow(List<X509Certificate> chain) throws PeerRefused {
    return material().bundle().authenticate(chain, clock.instant());
  }

  long version() {
    return material().version();
  }

  Clock clock() {
    return clock;
  }

  @Nullable String ownIssuer() {
    return PeerCertificates.issuerOf(material().leaf());
  }

  @Override
  public String toString() {
    return material().toString();
  }
}

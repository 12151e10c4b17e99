package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Accepts a peer by its SPIFFE name alone. Host names are not compared: the name of an agent is its
 * certificate's, whichever address it is reached at.
 *
 * <p>A server accepts every role here; which role may call what is {@link PeerAuthorization}'s
 * question, because only there can a refusal tell the caller why.
 */
final class SpiffeTrust extends X509ExtendedTrustManager {
  private final Supplier<TrustBundle> bundle;
  private final Clock clock;
  private final @Nullable ExpectedPeer expectedServer;

  /**
   * @param expectedServer whom a client means to reach; null on the server's side
   */
  SpiffeTrust(Supplier<TrustBundle> bundle, Clock clock, @Nullable ExpectedPeer expectedServer) {
    this.bundle = bundle;
    this.clock = clock;
    this.expectedServer = expectedServer;
  }

  private void checkClient(X509Certificate[] chain) throws PeerRefused {
    authenticate(chain, PeerCertificates.CLIENT_AUTH);
  }

  private void checkServer(X509Certificate[] chain) throws PeerRefused {
    PeerName found = authenticate(chain, PeerCertificates.SERVER_AUTH);
    if (expectedServer == null) {
      throw new PeerRefused(ErrorCode.INTERNAL, "no server is expected on this side");
    }
    Optional<String> mismatch = expectedServer.mismatch(found);
    if (mismatch.isPresent()) {
      throw new PeerRefused(ErrorCode.TLS_WRONG_ROLE, "certificate " + mismatch.get());
    }
  }

  private PeerName authenticate(X509Certificate[] chain, String keyPurpose) throws PeerRefused {
    PeerName name = bundle.get().authenticate(List.of(chain), clock.instant());
    PeerCertificates.requireUse(chain[0], keyPurpose);
    return name;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws PeerRefused {
    checkClient(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws PeerRefused {
    checkClient(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) throws PeerRefused {
    checkClient(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws PeerRefused {
    checkServer(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws PeerRefused {
    checkServer(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) throws PeerRefused {
    checkServer(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return bundle.get().authorities().toArray(new X509Certificate[0]);
  }
}

package dev.keyparity.cli.link;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.ExpectedPeer;
import dev.keyparity.daemon.identity.PeerFaults;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.identity.TlsIdentity;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Clock;

/** Mutual TLS with an operator's certificate. */
public final class TlsChannels implements ChannelSource {
  /** Room for a long run journal; far above every other answer. */
  private static final int LARGEST_ANSWER = 16 << 20;

  private final TlsIdentity identity;
  private final PeerFaults faults;

  private TlsChannels(TlsIdentity identity) {
    this.identity = identity;
    this.faults = new PeerFaults(identity);
  }

  /**
   * Loads {@code tls.key}, {@code tls.crt} and {@code ca.crt} of a directory.
   *
   * @throws KeyparityException if they cannot be read, or are not those of an operator, or are out
   *     of date: said here, because a coordinator's TLS alert says none of it
   */
  public static TlsChannels load(Path directory, Clock clock) {
    TlsFiles files = TlsFiles.in(directory);
    TlsIdentity identity = TlsIdentity.load(files, clock);
    if (identity.name().role() != Role.OPERATOR) {
      throw new KeyparityException(
          ErrorCode.TLS_WRONG_ROLE,
          "%s: role is %s (expected: operator)"
              .formatted(files.chain(), identity.name().role().text()),
          "keyparity pki issue operator NAME makes one for a person; --tls-dir names its directory");
    }
    if (clock.instant().isAfter(identity.expiry())) {
      throw new KeyparityException(
          ErrorCode.TLS_EXPIRED,
          "%s: expired at %s (expected: good at %s)"
              .formatted(files.chain(), identity.expiry(), clock.instant()),
          "keyparity pki issue operator " + identity.name().name() + " makes a new one");
    }
    return new TlsChannels(identity);
  }

  @Override
  public String operator() {
    return identity.name().name();
  }

  @Override
  public ManagedChannel open(HostPort address) {
    return Grpc.newChannelBuilderForAddress(
            address.host(),
            address.port(),
            identity.channelCredentials(ExpectedPeer.anyOf(Role.COORDINATOR)))
        .maxInboundMessageSize(LARGEST_ANSWER)
        .build();
  }

  @Override
  public KeyparityException explain(Throwable failure, String peer) {
    return faults.explain(failure, peer);
  }
}

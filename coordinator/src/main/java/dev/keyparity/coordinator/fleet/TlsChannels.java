package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.inventory.AgentAddress;
import dev.keyparity.daemon.identity.ExpectedPeer;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsIdentity;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** Channels over mutual TLS: the other end must be the agent of exactly the named host. */
public final class TlsChannels implements ChannelOpener {
  /** Bundles and lists of backups are far smaller; copies come in chunks. */
  private static final int LARGEST_MESSAGE = 8 << 20;

  private static final long SILENCE_SECONDS = 10;
  private static final long PING_ANSWER_SECONDS = 3;

  private final TlsIdentity identity;

  public TlsChannels(TlsIdentity identity) {
    this.identity = identity;
  }

  @Override
  public ManagedChannel open(String host, AgentAddress address) {
    return NettyChannelBuilder.forAddress(
            address.host(),
            address.port(),
            identity.channelCredentials(ExpectedPeer.named(Role.AGENT, host)))
        .maxInboundMessageSize(LARGEST_MESSAGE)
        // Heartbeats keep a living connection busy: a ping is sent on a half-open one only.
        .keepAliveTime(SILENCE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(PING_ANSWER_SECONDS, TimeUnit.SECONDS)
        .disableRetry() // repeating is decided above, with the same request id
        .build();
  }
}

package dev.keyparity.coordinator.admin;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.proto.coordinator.v1.AdminGrpc;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operators' gRPC server: TLS 1.3, both sides authenticated, operators only. */
final class AdminServer implements Component {
  private static final int LARGEST_MESSAGE = 4 << 20;
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final HostPort listen;
  private final TlsIdentity identity;
  private final BindableService service;
  private final ExecutorService calls;
  private final Consumer<KeyparityException> refusals;
  private @Nullable Server server;

  /**
   * @param calls runs what operators ask for; ended with the server
   * @param refusals is told of every caller that was turned away
   */
  AdminServer(
      HostPort listen,
      TlsIdentity identity,
      BindableService service,
      ExecutorService calls,
      Consumer<KeyparityException> refusals) {
    this.listen = listen;
    this.identity = identity;
    this.service = service;
    this.calls = calls;
    this.refusals = refusals;
  }

  private static java.util.Map<String, Set<Role>> allowed() {
    return AdminGrpc.getServiceDescriptor().getMethods().stream()
        .collect(
            Collectors.toMap(
                MethodDescriptor::getFullMethodName, method -> EnumSet.of(Role.OPERATOR)));
  }

  @Override
  public synchronized void start() {
    Server built =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(listen.host(), listen.port()), identity.serverCredentials())
            .executor(calls)
            .intercept(PeerAuthorization.of(identity, allowed(), refusals))
            .addService(service)
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(20, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .build();
    try {
      server = built.start();
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.PORT_IN_USE,
          "listen on %s: %s".formatted(listen, reason(e)),
          "is another coordinator running here? ss -ltnp 'sport = :%d'".formatted(listen.port()),
          e);
    }
  }

  private static String reason(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }

  /** The port it listens on, once started. */
  synchronized int port() {
    return server == null ? listen.port() : server.getPort();
  }

  /** Lets calls under way end, for a little while. */
  @Override
  public synchronized void close() {
    Server running = server;
    if (running != null) {
      running.shutdown();
      try {
        if (!running.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
          running.shutdownNow();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        running.shutdownNow();
      }
    }
    calls.shutdownNow();
  }
}

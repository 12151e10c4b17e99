package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.Component;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server of one service: TLS 1.3, both sides authenticated, each call allowed to named roles
 * only. Thread-safe.
 */
public final class PeerServer implements Component {
  private final Terms terms;
  private final TlsIdentity identity;
  private final BindableService service;
  private final ExecutorService calls;
  private final Consumer<KeyparityException> refusals;
  private @Nullable Server server;

  /**
   * Where and to whom a server listens.
   *
   * @param role who listens: named where the port is another's
   * @param allowed roles by full method name; see {@link PeerAuthorization#of}
   * @param largestMessage in bytes
   * @param grace how long calls under way may take to end
   */
  public record Terms(
      Role role,
      HostPort listen,
      Map<String, Set<Role>> allowed,
      int largestMessage,
      Duration grace) {}

  /**
   * @param calls runs what callers ask for; several may wait at the same time
   * @param refusals is told of every caller that was turned away
   */
  public PeerServer(
      Terms terms,
      TlsIdentity identity,
      BindableService service,
      ExecutorService calls,
      Consumer<KeyparityException> refusals) {
    this.terms = terms;
    this.identity = identity;
    this.service = service;
    this.calls = calls;
    this.refusals = refusals;
  }

  /**
   * @throws KeyparityException PORT_IN_USE
   */
  @Override
  public synchronized void start() {
    HostPort listen = terms.listen();
    Server built =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(listen.host(), listen.port()), identity.serverCredentials())
            .executor(calls)
            .intercept(PeerAuthorization.of(identity, terms.allowed(), refusals))
            .addService(service)
            .maxInboundMessageSize(terms.largestMessage())
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
          "is another %s running here? ss -ltnp 'sport = :%d'"
              .formatted(terms.role().text(), listen.port()),
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
  public synchronized int port() {
    return server == null ? terms.listen().port() : server.getPort();
  }

  /** Lets calls under way end, for a little while. */
  @Override
  public synchronized void close() {
    Server running = server;
    if (running == null) {
      return;
    }
    running.shutdown();
    try {
      if (!running.awaitTermination(terms.grace().toMillis(), TimeUnit.MILLISECONDS)) {
        running.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running.shutdownNow();
    }
  }

  /** Drops all connections at once, as the end of the process would. */
  public synchronized void abort() {
    if (server != null) {
      server.shutdownNow();
    }
  }
}

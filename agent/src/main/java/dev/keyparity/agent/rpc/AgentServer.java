package dev.keyparity.agent.rpc;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.lifecycle.Component;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The agent's gRPC server: TLS 1.3, both sides authenticated, each call allowed to named roles
 * only.
 */
public final class AgentServer implements Component {
  /** Above any sealed bundle and chunk of a copy. */
  private static final int LARGEST_MESSAGE = 24 << 20;

  private static final Set<String> READ_BY_OPERATORS = Set.of("Report", "ReadAudit");
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final HostPort listen;
  private final TlsIdentity identity;
  private final AgentService service;
  private final ExecutorService calls;
  private final Consumer<KeyparityException> refusals;
  private @Nullable Server server;

  /**
   * @param calls runs what callers ask for; several may wait for effects at the same time
   * @param refusals is told of every caller that was turned away
   */
  public AgentServer(
      HostPort listen,
      TlsIdentity identity,
      AgentService service,
      ExecutorService calls,
      Consumer<KeyparityException> refusals) {
    this.listen = listen;
    this.identity = identity;
    this.service = service;
    this.calls = calls;
    this.refusals = refusals;
  }

  /** Removes what a killed process left of copies that were coming in: they never counted. */
  public static void sweepIncoming(AgentIdentity agent) {
    IncomingCopy.sweep(agent.incoming());
  }

  /** Who may make which call: coordinators all of them, operators look at report and audit. */
  static Map<String, Set<Role>> allowed() {
    Map<String, Set<Role>> allowed = new HashMap<>();
    for (String call : AgentService.calls()) {
      String name = call.substring(call.lastIndexOf('/') + 1);
      allowed.put(
          call,
          READ_BY_OPERATORS.contains(name)
              ? EnumSet.of(Role.COORDINATOR, Role.OPERATOR)
              : EnumSet.of(Role.COORDINATOR));
    }
    return allowed;
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
          "is another agent running here? ss -ltnp 'sport = :%d'".formatted(listen.port()),
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
    return server == null ? listen.port() : server.getPort();
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
      if (!running.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
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

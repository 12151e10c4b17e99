package dev.keyparity.agent.rpc;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerServer;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsIdentity;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** The agent's gRPC server, and who may make which call. */
public final class AgentServer {
  /** Above any sealed bundle and chunk of a copy. */
  private static final int LARGEST_MESSAGE = 24 << 20;

  private static final Set<String> READ_BY_OPERATORS = Set.of("Report", "ReadAudit");
  private static final Duration GRACE = Duration.ofSeconds(5);

  private AgentServer() {}

  /**
   * @param calls runs what callers ask for; several may wait for effects at the same time
   * @param refusals is told of every caller that was turned away
   */
  public static PeerServer of(
      HostPort listen,
      TlsIdentity identity,
      AgentService service,
      ExecutorService calls,
      Consumer<KeyparityException> refusals) {
    return new PeerServer(
        new PeerServer.Terms(Role.AGENT, listen, allowed(), LARGEST_MESSAGE, GRACE),
        identity,
        service,
        calls,
        refusals);
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
}

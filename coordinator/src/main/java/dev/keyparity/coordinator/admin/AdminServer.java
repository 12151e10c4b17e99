package dev.keyparity.coordinator.admin;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerServer;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.proto.coordinator.v1.AdminGrpc;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operators' gRPC server: every call for operators, and for nobody else. */
final class AdminServer {
  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
  private static final int LARGEST_MESSAGE = 4 << 20;
  private static final Duration GRACE = Duration.ofSeconds(2);

  private AdminServer() {}

  /**
   * @param calls runs what operators ask for
   */
  static PeerServer of(HostPort listen, TlsIdentity identity, AdminApi api, ExecutorService calls) {
    return new PeerServer(
        new PeerServer.Terms(Role.COORDINATOR, listen, allowed(), LARGEST_MESSAGE, GRACE),
        identity,
        api,
        calls,
        AdminServer::refused);
  }

  private static Map<String, Set<Role>> allowed() {
    return AdminGrpc.getServiceDescriptor().getMethods().stream()
        .collect(
            Collectors.toMap(
                MethodDescriptor::getFullMethodName, method -> EnumSet.of(Role.OPERATOR)));
  }

  private static void refused(KeyparityException refusal) {
    log.warn("caller turned away: {} {}", refusal.code(), refusal.operatorMessage());
  }
}

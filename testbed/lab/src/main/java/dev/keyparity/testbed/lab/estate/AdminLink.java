package dev.keyparity.testbed.lab.estate;

import dev.keyparity.daemon.identity.ExpectedPeer;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.proto.coordinator.v1.AdminGrpc;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.ShowLeaderRequest;
import dev.keyparity.proto.coordinator.v1.StartRunRequest;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The coordinators' API as a program sees it: for what is too quick to be seen through a command
 * line that needs a second to start.
 */
public final class AdminLink implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 5;

  private final Map<String, ManagedChannel> channels = new LinkedHashMap<>();

  /**
   * @param tls an operator's
   * @param coordinators address by name
   */
  public AdminLink(Path tls, Map<String, String> coordinators) {
    TlsIdentity identity = TlsIdentity.load(TlsFiles.in(tls), Clock.systemUTC());
    coordinators.forEach(
        (name, address) ->
            channels.put(
                name,
                NettyChannelBuilder.forTarget(
                        address,
                        identity.channelCredentials(ExpectedPeer.named(Role.COORDINATOR, name)))
                    .build()));
  }

  /** Who leads, as the first coordinator that answers says; empty if nobody does. */
  public Optional<LeaderReply> leader() {
    for (ManagedChannel channel : channels.values()) {
      try {
        LeaderReply reply =
            AdminGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .showLeader(ShowLeaderRequest.getDefaultInstance());
        if (!reply.getCoordinator().isEmpty()) {
          return Optional.of(reply);
        }
      } catch (StatusRuntimeException e) {
        rethrowUnlessAway(e);
      }
    }
    return Optional.empty();
  }

  /** The current or last run of a service; empty if nobody leads or answers. */
  public Optional<Run> run(String service) {
    try {
      return leader()
          .map(
              leads ->
                  AdminGrpc.newBlockingStub(channel(leads.getCoordinator()))
                      .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                      .getRun(GetRunRequest.newBuilder().setService(service).build()));
    } catch (StatusRuntimeException e) {
      // The leader is gone since, or does not know yet that it leads; the next question may tell.
      return Optional.empty();
    }
  }

  /** How a service stands, as the leader sees it; empty if nobody leads or answers. */
  public Optional<ServiceStatus> status(String service) {
    try {
      return leader()
          .map(
              leads ->
                  AdminGrpc.newBlockingStub(channel(leads.getCoordinator()))
                      .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                      .getStatus(GetStatusRequest.newBuilder().setService(service).build())
                      .getServices(0));
    } catch (StatusRuntimeException e) {
      // As above.
      return Optional.empty();
    }
  }

  /**
   * Has the leader start a plan, as a client that checks nothing would.
   *
   * @throws StatusRuntimeException with the leader's reason, if it refuses
   */
  public Run start(String service, String plan) {
    LeaderReply leads = leader().orElseThrow(() -> new EstateFailure("start: nobody leads"));
    return AdminGrpc.newBlockingStub(channel(leads.getCoordinator()))
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .startRun(StartRunRequest.newBuilder().setService(service).setPlan(plan).build());
  }

  /** Every state of a service, pushed at each change, from the named coordinator. */
  public Iterator<StatusReply> watch(String coordinator, String service) {
    return AdminGrpc.newBlockingStub(channel(coordinator))
        .watchStatus(GetStatusRequest.newBuilder().setService(service).build());
  }

  /** Every state of a run, pushed at each change, from the named coordinator. */
  public Iterator<Run> follow(String coordinator, String service) {
    return AdminGrpc.newBlockingStub(channel(coordinator))
        .followRun(GetRunRequest.newBuilder().setService(service).build());
  }

  private ManagedChannel channel(String coordinator) {
    ManagedChannel channel = channels.get(coordinator);
    if (channel == null) {
      throw new EstateFailure(
          "leader: %s (expected: one of %s)".formatted(coordinator, channels.keySet()));
    }
    return channel;
  }

  private static void rethrowUnlessAway(StatusRuntimeException e) {
    Status.Code code = e.getStatus().getCode();
    if (code != Status.Code.UNAVAILABLE && code != Status.Code.DEADLINE_EXCEEDED) {
      throw e;
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}

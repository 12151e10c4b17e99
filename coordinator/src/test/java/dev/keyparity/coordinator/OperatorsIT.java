package dev.keyparity.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.ExpectedPeer;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.coordinator.v1.AdminGrpc;
import dev.keyparity.proto.coordinator.v1.ApplyServiceReply;
import dev.keyparity.proto.coordinator.v1.ApplyServiceRequest;
import dev.keyparity.proto.coordinator.v1.ChangeRunRequest;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.proto.coordinator.v1.ListServicesRequest;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.ResignRequest;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.ShowLeaderRequest;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operators' API of whole coordinators: real ZooKeeper, real mutual TLS, a scripted agent. */
class OperatorsIT {
  @TempDir Path directory;
  private CoordinatorLab lab;
  private final List<ManagedChannel> channels = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    lab = new CoordinatorLab(directory);
  }

  @AfterEach
  void close() throws IOException {
    channels.forEach(ManagedChannel::shutdownNow);
    lab.close();
  }

  /** A coordinator and the port of its API. */
  private record Running(String name, CoordinatorProcess process, LeadersWorkshop workshop) {}

  private Running coordinator(String name, int port) {
    AtomicReference<LeadersWorkshop> workshop = new AtomicReference<>();
    CoordinatorProcess process =
        lab.start(
            name,
            lab.certificate(Role.COORDINATOR, name),
            port,
            parts -> {
              workshop.set(new LeadersWorkshop(parts));
              return workshop.get();
            });
    return new Running(name, process, Objects.requireNonNull(workshop.get()));
  }

  private Running leader() {
    Running leader = coordinator("coord1", 0);
    await()
        .atMost(TestTimeouts.SOON)
        .until(() -> leader.process().leadership().token().isPresent());
    return leader;
  }

  private AdminGrpc.AdminBlockingStub operator(Running coordinator) {
    return stub(coordinator, lab.identity(Role.OPERATOR, "alice"));
  }

  private AdminGrpc.AdminBlockingStub stub(Running coordinator, TlsIdentity as) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                "127.0.0.1",
                coordinator.workshop().port(),
                as.channelCredentials(ExpectedPeer.named(Role.COORDINATOR, coordinator.name())))
            .build();
    channels.add(channel);
    return AdminGrpc.newBlockingStub(channel)
        .withDeadlineAfter(TestTimeouts.SOON.toMillis(), TimeUnit.MILLISECONDS);
  }

  private ApplyServiceRequest.Builder serviceFile() {
    return ApplyServiceRequest.newBuilder()
        .setServiceFile(ByteString.copyFromUtf8(lab.serviceFile()));
  }

  private static KeyparityException refusal(ThrowingCallable call) {
    AtomicReference<KeyparityException> refused = new AtomicReference<>();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> refused.set(GrpcFaults.detailOf(e).orElseThrow(() -> e)));
    return Objects.requireNonNull(refused.get());
  }

  @Test
  void caller_thatIsNoOperator_isTurnedAway() {
    Running leader = leader();

    for (Role role : List.of(Role.AGENT, Role.COORDINATOR)) {
      KeyparityException refused =
          refusal(
              () ->
                  stub(leader, lab.identity(role, "mallory"))
                      .listServices(ListServicesRequest.getDefaultInstance()));

      assertThat(refused.code()).isEqualTo(ErrorCode.TLS_WRONG_ROLE);
      assertThat(refused.operatorMessage()).contains("expected: operator");
    }
  }

  @Test
  void standby_namesTheLeader_andAnswersWhoLeads() {
    leader();
    Running standby = coordinator("coord2", 0);

    KeyparityException refused =
        refusal(() -> operator(standby).getStatus(GetStatusRequest.getDefaultInstance()));

    assertThat(refused.code()).isEqualTo(ErrorCode.NO_LEADER);
    assertThat(refused.context()).containsEntry("leader", "coord1.example.com:7418");
    LeaderReply reply = operator(standby).showLeader(ShowLeaderRequest.getDefaultInstance());
    assertThat(reply.getCoordinator()).isEqualTo("coord1");
    assertThat(reply.getEpoch()).isEqualTo(1);
    assertThat(reply.getStandbysList()).containsExactly("coord2");
  }

  /** Nobody must believe that something is enforced which is not. */
  @ParameterizedTest
  @CsvSource({
    "'policy: {on_drift: quarantine}', 'policy.on_drift: quarantine is not built yet'",
    "'mode: cloudera-manager\ncloudera_manager: {url: \"http://127.0.0.1:7180\", cluster: c,"
        + " service: kms, credentials_file: /etc/keyparity/cm}',"
        + " 'mode: cloudera-manager is not built yet'"
  })
  void service_withWhatIsNotBuilt_refused(String more, String words) {
    AdminGrpc.AdminBlockingStub admin = operator(leader());
    ByteString file =
        serviceFile().getServiceFile().concat(ByteString.copyFromUtf8("\n" + more + "\n"));
    KeyparityException refused =
        refusal(
            () -> admin.applyService(serviceFile().setServiceFile(file).setDryRun(true).build()));
    assertThat(refused.code()).isEqualTo(ErrorCode.USAGE);
    assertThat(refused.operatorMessage()).contains(words);
  }

  @Test
  void service_applied_isFollowedAtOnce_andAgainIsNoChange() {
    AdminGrpc.AdminBlockingStub admin = operator(leader());

    ApplyServiceReply dry = admin.applyService(serviceFile().setDryRun(true).build());
    assertThat(dry.getChanged()).isTrue();
    assertThat(admin.listServices(ListServicesRequest.getDefaultInstance()).getServicesList())
        .isEmpty();

    ApplyServiceReply applied = admin.applyService(serviceFile().build());
    assertThat(applied.getVersion()).isEqualTo(1);
    assertThat(admin.applyService(serviceFile().build()).getChanged()).isFalse();

    ServiceStatus status = onlyService(admin.getStatus(GetStatusRequest.getDefaultInstance()));
    assertThat(status.getInParity()).isFalse();
    assertThat(status.getHostsList())
        .singleElement()
        .satisfies(
            host -> {
              assertThat(host.getHost()).isEqualTo("kms1");
              assertThat(host.getVerdict()).isEmpty();
              assertThat(host.getReason()).startsWith("no key approved yet");
            });
    assertThat(status.getWhatToDoList().get(0)).startsWith("keyparity enable kms-prod");
  }

  @Test
  void stream_ofStatus_isWrittenAtEachReport_andEndsWithTheLeadership() {
    Running leader = leader();
    AdminGrpc.AdminBlockingStub admin = operator(leader);
    admin.applyService(serviceFile().build());
    await().atMost(TestTimeouts.SOON).until(() -> lab.agent().watchers() == 1);
    Iterator<StatusReply> states =
        admin.watchStatus(GetStatusRequest.newBuilder().setService("kms-prod").build());
    assertThat(onlyService(states.next()).getHosts(0).getFingerprint()).isEmpty();

    lab.agent()
        .push(
            HostReport.newBuilder()
                .setService("kms-prod")
                .setHost("kms1")
                .setSequence(1)
                .setObservedAtMs(System.currentTimeMillis())
                .setKeyDirectory(
                    KeyDirectory.newBuilder().setSoundness(KeyDirectory.Soundness.ABSENT))
                .build());

    ServiceStatus seen = onlyService(states.next());
    while (seen.getHosts(0).getReportAgeMs() < 0) {
      seen = onlyService(states.next());
    }
    assertThat(seen.getHosts(0).getReason()).isEqualTo("no key approved yet");

    admin.resign(ResignRequest.newBuilder().setReason("test").build());

    KeyparityException ended =
        refusal(
            () -> {
              while (states.hasNext()) {
                states.next();
              }
            });
    assertThat(ended.code()).isEqualTo(ErrorCode.NO_LEADER);
  }

  @Test
  void calls_aboutWhatIsNot_sayWhatThereIs() {
    AdminGrpc.AdminBlockingStub admin = operator(leader());
    admin.applyService(serviceFile().build());

    KeyparityException service =
        refusal(() -> admin.getStatus(GetStatusRequest.newBuilder().setService("x").build()));
    assertThat(service.code()).isEqualTo(ErrorCode.NO_SUCH_SERVICE);
    assertThat(service.operatorMessage()).contains("service: x (expected: one of kms-prod)");

    KeyparityException run =
        refusal(() -> admin.getRun(GetRunRequest.newBuilder().setService("kms-prod").build()));
    assertThat(run.code()).isEqualTo(ErrorCode.NO_SUCH_RUN);

    KeyparityException kind =
        refusal(() -> admin.makePlan(MakePlanRequest.newBuilder().setService("kms-prod").build()));
    assertThat(kind.code()).isEqualTo(ErrorCode.USAGE);

    KeyparityException reason =
        refusal(() -> admin.abortRun(ChangeRunRequest.newBuilder().setService("kms-prod").build()));
    assertThat(reason.code()).isEqualTo(ErrorCode.USAGE);
    assertThat(reason.operatorMessage()).startsWith("reason: none");
  }

  @Test
  void start_portOfAnother_isRefusedWithTheWayToFindIt() {
    int taken = leader().workshop().port();

    assertThatThrownBy(() -> coordinator("coord2", taken))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE);
              assertThat(e.whatToDo()).contains("ss -ltnp");
            });
  }

  private static ServiceStatus onlyService(StatusReply reply) {
    assertThat(reply.getServicesList()).hasSize(1);
    return reply.getServices(0);
  }
}

package dev.keyparity.coordinator.control.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.control.KmsControl.Permits;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.AgentRpc;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.AskPermitReply;
import dev.keyparity.proto.agent.v1.AskPermitRequest;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.ControlReply;
import dev.keyparity.proto.agent.v1.ControlRequest;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.GivePermitReply;
import dev.keyparity.proto.agent.v1.GivePermitRequest;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.Reply;
import dev.keyparity.proto.document.v1.PeerSigned;
import dev.keyparity.proto.document.v1.SignedDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AgentKmsControlTest {
  private static final SignedDocument WARRANT =
      SignedDocument.newBuilder().setPayload(ByteString.copyFromUtf8("warrant")).build();
  private static final AgentCall STOP =
      AgentCall.act(
              new FencingToken("prod", 3, "coord1-1"),
              new AgentCall.Place("kms-prod", "0f3a91c2d4e5-8c1f", "restart-kms"),
              "kms2",
              "stop",
              2,
              Duration.ofMinutes(2))
          .withWarrant(WARRANT);

  private final PermitAgents agents = new PermitAgents();
  private final KmsControl control = new AgentKmsControl(agents);

  @Test
  void stop_everyOtherPermits_askedThenPermittedThenStoppedWithAllPermits() {
    PeerSigned servesAgain = signed("serves again");

    KmsControl.Controlled stopped =
        control.stop(STOP, new Permits(List.of("kms1", "kms3"), List.of(servesAgain))).join();

    assertThat(stopped.receipt().getOutcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(stopped.kms().getState()).isEqualTo(KmsProcess.State.DOWN);
    assertThat(agents.asked)
        .containsExactly(
            "AskPermit kms2 ask-permit",
            "GivePermit kms1 give-permit-to-kms2",
            "GivePermit kms3 give-permit-to-kms2",
            "Control kms2 stop");
    assertThat(((AskPermitRequest) agents.requests.get(0)).getServesAgainList())
        .containsExactly(servesAgain);
    assertThat(((GivePermitRequest) agents.requests.get(1)).getAsk().toStringUtf8())
        .isEqualTo("ask of kms2");
    ControlRequest request = (ControlRequest) agents.requests.get(3);
    assertThat(request.getAction()).isEqualTo(ControlRequest.Action.STOP);
    assertThat(request.getPermitsList())
        .containsExactly(signed("permit of kms1"), signed("permit of kms3"));
    assertThat(agents.calls.get(3)).isEqualTo(STOP);
    assertThat(agents.calls.subList(0, 3))
        .allMatch(call -> call.warrant().isEmpty() && call.attempt() == 2)
        .allMatch(call -> call.deadline().compareTo(Duration.ofSeconds(5)) < 0);
  }

  @Test
  void stop_oneOtherRefuses_nothingIsStoppedAndTheRefusalNamed() {
    agents.silent.add("kms3");

    assertThatThrownBy(
            () -> control.stop(STOP, new Permits(List.of("kms1", "kms3"), List.of())).join())
        .cause()
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.PERMIT_MISSING);
              assertThat(e.operatorMessage())
                  .isEqualTo("stop of kms2: kms3 gave no permit: kms3: connection refused");
              assertThat(e.rule()).isEqualTo("I4");
            });
    assertThat(agents.asked).noneMatch(call -> call.startsWith("Control"));
  }

  @Test
  void stop_hostItselfDoesNotAsk_nobodyElseIsBothered() {
    agents.silent.add("kms2");
    assertThatThrownBy(() -> control.stop(STOP, new Permits(List.of("kms1"), List.of())).join())
        .cause()
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE));
    assertThat(agents.asked).containsExactly("AskPermit kms2 ask-permit");
  }

  @Test
  void stop_answerWithoutPermit_refused() {
    agents.empty.add("kms1");
    assertThatThrownBy(() -> control.stop(STOP, new Permits(List.of("kms1"), List.of())).join())
        .cause()
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMIT_MISSING));
  }

  @Test
  void finishStop_sameRequestWithoutPermits() {
    control.finishStop(STOP).join();
    assertThat(agents.asked).containsExactly("Control kms2 stop");
    assertThat(((ControlRequest) agents.requests.get(0)).getPermitsList()).isEmpty();
    assertThat(agents.calls.get(0).requestId()).isEqualTo(STOP.requestId());
  }

  @Test
  void startAndWithdraw_sayWhich() {
    control.start(STOP.beside("kms2", "start")).join();
    control.withdrawStop(STOP.beside("kms2", "withdraw-stop")).join();
    assertThat(agents.requests)
        .extracting(request -> ((ControlRequest) request).getAction())
        .containsExactly(ControlRequest.Action.START, ControlRequest.Action.WITHDRAW_STOP);
  }

  private static PeerSigned signed(String payload) {
    return PeerSigned.newBuilder().setPayload(ByteString.copyFromUtf8(payload)).build();
  }

  /** Agents that ask and permit at once; written down in order. */
  private static final class PermitAgents implements AgentCalls {
    final List<String> asked = new ArrayList<>();
    final List<Message> requests = new ArrayList<>();
    final List<AgentCall> calls = new ArrayList<>();
    final Set<String> silent = new HashSet<>();
    final Set<String> empty = new HashSet<>();

    @Override
    public <Q extends Message, R extends Message> CompletableFuture<R> invoke(
        AgentRpc<Q, R> rpc, AgentCall call, Q request) {
      asked.add(rpc + " " + call.host() + " " + call.act());
      requests.add(request);
      calls.add(call);
      if (silent.contains(call.host())) {
        return CompletableFuture.failedFuture(
            new KeyparityException(
                ErrorCode.PEER_UNREACHABLE, call.host() + ": connection refused"));
      }
      @SuppressWarnings("unchecked") // the reply of the very call
      R reply = (R) reply(rpc.name(), call.host());
      return CompletableFuture.completedFuture(reply);
    }

    private Message reply(String rpc, String host) {
      return switch (rpc) {
        case "AskPermit" ->
            AskPermitReply.newBuilder().setAsk(ByteString.copyFromUtf8("ask of " + host)).build();
        case "GivePermit" ->
            empty.contains(host)
                ? GivePermitReply.getDefaultInstance()
                : GivePermitReply.newBuilder().setPermit(signed("permit of " + host)).build();
        default ->
            ControlReply.newBuilder()
                .setReply(
                    Reply.newBuilder()
                        .setReceipt(Receipt.newBuilder().setOutcome(Receipt.Outcome.DONE)))
                .setKms(KmsProcess.newBuilder().setState(KmsProcess.State.DOWN))
                .build();
      };
    }

    @Override
    public CompletableFuture<List<AuditLine>> readAudit(AgentCall call, ReadAuditRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<PutCopyReply> relayCopy(
        AgentCall from, GetCopyRequest request, AgentCall to) {
      throw new UnsupportedOperationException();
    }
  }
}

package dev.keyparity.coordinator.parity;

import com.google.protobuf.Message;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.AgentRpc;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.ReportRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Agents that are asked for reports, and answer as the test says; by default never. */
public final class FakeReports implements AgentCalls {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Function<ReportRequest, CompletableFuture<ReportReply>>> answers =
      new ConcurrentHashMap<>();

  void answer(String host, Function<ReportRequest, CompletableFuture<ReportReply>> answer) {
    answers.put(host, answer);
  }

  /** Each question as host and length, in order. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  @SuppressWarnings("unchecked") // only reports are asked for here, and so they are answered
  public <Q extends Message, R extends Message> CompletableFuture<R> invoke(
      AgentRpc<Q, R> rpc, AgentCall call, Q request) {
    if (!(request instanceof ReportRequest question)) {
      throw new AssertionError("parity acts on no host: " + rpc);
    }
    asked.add(call.host() + " " + question.getPrefixLengthsList());
    return (CompletableFuture<R>)
        answers.getOrDefault(call.host(), it -> new CompletableFuture<>()).apply(question);
  }

  @Override
  public CompletableFuture<List<AuditLine>> readAudit(AgentCall call, ReadAuditRequest request) {
    throw new AssertionError("parity reads no audit");
  }

  @Override
  public CompletableFuture<PutCopyReply> relayCopy(
      AgentCall from, GetCopyRequest request, AgentCall to) {
    throw new AssertionError("parity acts on no host");
  }
}

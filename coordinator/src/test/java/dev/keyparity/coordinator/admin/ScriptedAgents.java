package dev.keyparity.coordinator.admin;

import com.google.protobuf.Message;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.AgentRpc;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Agents that answer at once what a test told them to, by RPC and host; what they were not told of
 * is refused as not built. Keeps what was asked. Thread-safe once scripted.
 */
final class ScriptedAgents implements AgentCalls {
  private final Map<String, BiFunction<AgentCall, Message, Object>> scripts = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();

  /** One call as it came. */
  record Asked(String rpc, AgentCall call, Message request) {
    String host() {
      return call.host();
    }
  }

  /**
   * @param answer gets the call and the request; what it throws is the answer
   */
  void on(String rpc, String host, BiFunction<AgentCall, Message, Object> answer) {
    scripts.put(rpc + " " + host, answer);
  }

  void unreachable(String rpc, String host) {
    on(
        rpc,
        host,
        (call, request) -> {
          throw new KeyparityException(
              ErrorCode.PEER_UNREACHABLE,
              "agent %s: connection refused".formatted(host),
              "systemctl status keyparity-agent on " + host);
        });
  }

  synchronized List<Asked> asked(String rpc) {
    return asked.stream().filter(it -> it.rpc().equals(rpc)).toList();
  }

  @Override
  @SuppressWarnings("unchecked") // a script answers with its own RPC's reply type
  public <Q extends Message, R extends Message> CompletableFuture<R> invoke(
      AgentRpc<Q, R> rpc, AgentCall call, Q request) {
    return answer(rpc.name(), call, request).thenApply(reply -> (R) reply);
  }

  @Override
  @SuppressWarnings("unchecked") // so is this one
  public CompletableFuture<List<AuditLine>> readAudit(AgentCall call, ReadAuditRequest request) {
    return answer("ReadAudit", call, request).thenApply(lines -> (List<AuditLine>) lines);
  }

  /** Scripted under the host that stores the copy. */
  @Override
  public CompletableFuture<PutCopyReply> relayCopy(
      AgentCall from, GetCopyRequest request, AgentCall to) {
    return answer("PutCopy", to, request).thenApply(PutCopyReply.class::cast);
  }

  private synchronized CompletableFuture<Object> answer(
      String rpc, AgentCall call, Message request) {
    asked.add(new Asked(rpc, call, request));
    BiFunction<AgentCall, Message, Object> script = scripts.get(rpc + " " + call.host());
    if (script == null) {
      return CompletableFuture.failedFuture(
          new KeyparityException(ErrorCode.UNIMPLEMENTED, rpc + " on " + call.host()));
    }
    try {
      return CompletableFuture.completedFuture(script.apply(call, request));
    } catch (KeyparityException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}

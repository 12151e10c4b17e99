package dev.keyparity.coordinator.fleet;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.proto.agent.v1.AgentGrpc;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.CopyChunk;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.FenceRequest;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.PutCopyRequest;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.Reply;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.WatchRequest;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An agent that does as its script says, on real gRPC: every unary call is answered with a right
 * header and an empty body, unless a script or a fault was set for it; effects are counted by
 * request id. Reports are pushed by the test; nothing happens by itself. Thread-safe.
 */
public final class FakeAgent {
  /** What goes wrong with a call. */
  public enum Fault {
    NONE,
    /** Carried out; the answer never comes. */
    LOST_REPLY,
    /** Nothing is carried out and nothing is said. */
    HANG,
    WRONG_NONCE,
    WRONG_REQUEST_ID,
    FOREIGN_RECEIPT,
    OTHER_PROTOCOL
  }

  /** Makes the body of an answer; may throw a {@code KeyparityException} to refuse. */
  public interface Script {
    Message answer(Message request, Message.Builder reply);
  }

  private final String host;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final List<Message> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Integer> effects = Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private volatile Reply header =
      Reply.newBuilder()
          .setProtocol(1)
          .setAgentInstance("boot/1/1")
          .setGeneration(10)
          .setAuditSequence(5)
          .setAuditHead("5".repeat(64))
          .build();
  private volatile UnaryOperator<ReportReply> reportChange = UnaryOperator.identity();
  private volatile List<CopyChunk> copy = List.of();
  private volatile List<AuditLine> audit = List.of();
  private final List<PutCopyRequest> stored = Collections.synchronizedList(new ArrayList<>());
  private volatile @Nullable KeyparityException copyRefusal;
  private volatile int copyBreaksAfter = Integer.MAX_VALUE;
  private final AtomicInteger openedWatches = new AtomicInteger();
  private final AtomicInteger auditReads = new AtomicInteger();

  private record Watcher(WatchRequest request, ServerCallStreamObserver<ReportReply> out) {}

  public FakeAgent(String host) {
    this.host = host;
  }

  public String host() {
    return host;
  }

  // --- what the test sets ---

  public FakeAgent on(String rpc, Script script) {
    scripts.put(rpc, script);
    return this;
  }

  public void fault(String rpc, Fault fault) {
    faults.put(rpc, fault);
  }

  /** Changes what every header says of the agent itself. */
  public void header(UnaryOperator<Reply.Builder> change) {
    header = change.apply(header.toBuilder()).build();
  }

  /** Changes every report on its way out, as a lying agent would. */
  public void corruptReports(UnaryOperator<ReportReply> change) {
    reportChange = change;
  }

  public void hasCopy(CopyChunk... chunks) {
    copy = List.of(chunks);
  }

  /** The source breaks off after so many chunks. */
  public void copyBreaksAfter(int chunks) {
    copyBreaksAfter = chunks;
  }

  public void refusesCopies(KeyparityException refusal) {
    copyRefusal = refusal;
  }

  public void hasAudit(AuditLine... lines) {
    audit = List.of(lines);
  }

  // --- what the test reads ---

  public int auditReads() {
    return auditReads.get();
  }

  public List<Message> requests() {
    return List.copyOf(requests);
  }

  /** How often the effect of each request id was carried out. */
  public Map<String, Integer> effects() {
    synchronized (effects) {
      return new LinkedHashMap<>(effects);
    }
  }

  public List<PutCopyRequest> storedCopy() {
    return List.copyOf(stored);
  }

  public int watchers() {
    return watchers.size();
  }

  public int openedWatches() {
    return openedWatches.get();
  }

  /** Sends a report to every watcher of its service. */
  public void push(HostReport report) {
    for (Watcher watcher : watchers) {
      Envelope envelope = watcher.request().getEnvelope();
      if (envelope.getService().equals(report.getService())) {
        ReportReply reply =
            ReportReply.newBuilder()
                .setReply(header.toBuilder().setNonce(envelope.getNonce()))
                .setReport(report)
                .build();
        watcher.out().onNext(reportChange.apply(reply));
      }
    }
  }

  /** Ends every watch with a failure. */
  public void breakWatches(Status status) {
    List<Watcher> all = List.copyOf(watchers);
    watchers.clear();
    all.forEach(watcher -> watcher.out().onError(status.asRuntimeException()));
  }

  // --- the server side ---

  public ServerServiceDefinition service() {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(AgentGrpc.getServiceDescriptor());
    for (MethodDescriptor<?, ?> method : AgentGrpc.getServiceDescriptor().getMethods()) {
      if (method.getType() == MethodDescriptor.MethodType.UNARY) {
        addUnary(service, method);
      }
    }
    return service
        .addMethod(
            AgentGrpc.getWatchMethod(),
            ServerCalls.asyncServerStreamingCall(
                (request, out) -> watch(request, (ServerCallStreamObserver<ReportReply>) out)))
        .addMethod(
            AgentGrpc.getReadAuditMethod(),
            ServerCalls.asyncServerStreamingCall(
                (request, out) -> {
                  auditReads.incrementAndGet();
                  audit.forEach(out::onNext);
                  out.onCompleted();
                }))
        .addMethod(
            AgentGrpc.getGetCopyMethod(),
            ServerCalls.asyncServerStreamingCall((request, out) -> sendCopy(request, out)))
        .addMethod(
            AgentGrpc.getPutCopyMethod(), ServerCalls.asyncClientStreamingCall(this::takeCopy))
        .build();
  }

  @SuppressWarnings("unchecked") // every method of the descriptor is of messages
  private void addUnary(ServerServiceDefinition.Builder service, MethodDescriptor<?, ?> method) {
    MethodDescriptor<Message, Message> typed = (MethodDescriptor<Message, Message>) method;
    String rpc = String.valueOf(method.getBareMethodName());
    service.addMethod(
        typed, ServerCalls.asyncUnaryCall((request, out) -> answer(rpc, typed, request, out)));
  }

  private void answer(
      String rpc,
      MethodDescriptor<Message, Message> method,
      Message request,
      StreamObserver<Message> out) {
    requests.add(request);
    Fault fault = faults.getOrDefault(rpc, Fault.NONE);
    if (fault == Fault.HANG) {
      return;
    }
    try {
      Message.Builder reply = emptyReply(method);
      Script script = scripts.get(rpc);
      Message body = script == null ? reply.build() : script.answer(request, reply);
      Envelope envelope = envelopeOf(request);
      noteEffect(envelope);
      if (fault != Fault.LOST_REPLY) {
        out.onNext(withHeader(body, headerFor(envelope, fault, body)));
        out.onCompleted();
      }
    } catch (KeyparityException refusal) {
      out.onError(GrpcFaults.toStatus(refusal));
    }
  }

  private static Message.Builder emptyReply(MethodDescriptor<Message, Message> method) {
    MethodDescriptor.PrototypeMarshaller<Message> marshaller =
        (MethodDescriptor.PrototypeMarshaller<Message>) method.getResponseMarshaller();
    return Objects.requireNonNull(marshaller.getMessagePrototype()).newBuilderForType();
  }

  private static Envelope envelopeOf(Message request) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("envelope");
    return (Envelope) request.getField(field);
  }

  private void noteEffect(Envelope envelope) {
    if (!envelope.getRequestId().isEmpty()) {
      effects.putIfAbsent(envelope.getRequestId(), 0);
      effects.computeIfPresent(envelope.getRequestId(), (id, n) -> 1);
    }
  }

  private Reply headerFor(Envelope envelope, Fault fault, Message body) {
    FieldDescriptor field = body.getDescriptorForType().findFieldByName("reply");
    Reply.Builder reply =
        header.toBuilder()
            .mergeFrom((Reply) body.getField(field))
            .setNonce(envelope.getNonce())
            .setRequestId(envelope.getRequestId());
    return switch (fault) {
      case WRONG_NONCE -> reply.setNonce(ByteString.copyFromUtf8("replayed")).build();
      case WRONG_REQUEST_ID -> reply.setRequestId("0".repeat(32)).build();
      case OTHER_PROTOCOL -> reply.setProtocol(2).build();
      case FOREIGN_RECEIPT ->
          reply.setReceipt(Receipt.newBuilder().setRequestId("0".repeat(32))).build();
      case NONE, LOST_REPLY, HANG -> reply.build();
    };
  }

  private static Message withHeader(Message body, Reply header) {
    FieldDescriptor field = body.getDescriptorForType().findFieldByName("reply");
    return body.toBuilder().setField(field, header).build();
  }

  private void watch(WatchRequest request, ServerCallStreamObserver<ReportReply> out) {
    openedWatches.incrementAndGet();
    Watcher watcher = new Watcher(request, out);
    out.setOnCancelHandler(() -> watchers.remove(watcher));
    watchers.add(watcher);
  }

  private void sendCopy(Message request, StreamObserver<CopyChunk> out) {
    requests.add(request);
    int sent = 0;
    for (CopyChunk chunk : copy) {
      if (sent++ == copyBreaksAfter) {
        out.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      out.onNext(chunk);
    }
    out.onCompleted();
  }

  private StreamObserver<PutCopyRequest> takeCopy(StreamObserver<PutCopyReply> out) {
    stored.clear();
    return new StreamObserver<>() {
      @Override
      public void onNext(PutCopyRequest part) {
        stored.add(part);
        KeyparityException refusal = copyRefusal;
        if (refusal != null) {
          out.onError(GrpcFaults.toStatus(refusal));
        }
      }

      @Override
      public void onError(Throwable cancelled) {
        stored.clear();
      }

      @Override
      public void onCompleted() {
        Envelope envelope = stored.get(0).getEnvelope();
        noteEffect(envelope);
        PutCopyReply empty = PutCopyReply.getDefaultInstance();
        Fault fault = faults.getOrDefault("PutCopy", Fault.NONE);
        out.onNext(empty.toBuilder().setReply(headerFor(envelope, fault, empty)).build());
        out.onCompleted();
      }
    };
  }

  /** A script that binds the agent to the epoch it is fenced under. */
  public Script fencing(List<String> underWay) {
    return (request, reply) -> {
      Envelope envelope = ((FenceRequest) request).getEnvelope();
      header(h -> h.setHighestEpoch(envelope.getEpoch()).setHighestHolder(envelope.getHolder()));
      underWay.forEach(
          one ->
              reply.addRepeatedField(
                  reply.getDescriptorForType().findFieldByName("under_way"), one));
      return reply.build();
    };
  }
}

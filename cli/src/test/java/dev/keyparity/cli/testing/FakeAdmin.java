package dev.keyparity.cli.testing;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.proto.coordinator.v1.AdminGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A coordinator's admin service that answers as scripted and keeps what it was asked. A method
 * without a script answers UNIMPLEMENTED. Thread-safe.
 */
public final class FakeAdmin {
  private final Map<String, Deque<BiConsumer<Object, StreamObserver<Object>>>> scripts =
      new ConcurrentHashMap<>();
  private final List<Object> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  /** Answers every call of a method, for instance {@code GetStatus}, from now on. */
  @SuppressWarnings("unchecked") // the method's own types, as the test names them
  public <Q, A> FakeAdmin on(String method, Function<Q, A> answer) {
    return script(
        method,
        (request, stream) -> {
          stream.onNext(answer.apply((Q) request));
          stream.onCompleted();
        });
  }

  public FakeAdmin answering(String method, Object answer) {
    return on(method, request -> answer);
  }

  /** Streams items, and ends. */
  public FakeAdmin streaming(String method, List<?> items) {
    return script(
        method,
        (request, stream) -> {
          items.forEach(stream::onNext);
          stream.onCompleted();
        });
  }

  /** The same, by what is asked. */
  @SuppressWarnings("unchecked") // the method's own types, as the test names them
  public <Q> FakeAdmin streaming(String method, Function<Q, List<?>> items) {
    return script(
        method,
        (request, stream) -> {
          items.apply((Q) request).forEach(stream::onNext);
          stream.onCompleted();
        });
  }

  /** Streams items, and then breaks off as a killed process does. */
  public FakeAdmin breakingOff(String method, List<?> items) {
    return script(
        method,
        (request, stream) -> {
          items.forEach(stream::onNext);
          stream.onError(Status.UNAVAILABLE.withDescription("connection reset").asException());
        });
  }

  public FakeAdmin refusing(String method, KeyparityException refusal) {
    return script(method, (request, stream) -> stream.onError(GrpcFaults.toStatus(refusal)));
  }

  /** Every method answers as a standby does that knows who leads; empty: nobody. */
  public FakeAdmin standingBy(String leader) {
    KeyparityException refusal =
        new KeyparityException(ErrorCode.NO_LEADER, "this coordinator stands by", "")
            .withContext("leader", leader);
    for (MethodDescriptor<?, ?> method : AdminGrpc.getServiceDescriptor().getMethods()) {
      refusing(String.valueOf(method.getBareMethodName()), refusal);
    }
    return this;
  }

  /** The next call answers this; later ones as scripted before. */
  public FakeAdmin once(String method, BiConsumer<Object, StreamObserver<Object>> script) {
    scripts.computeIfAbsent(method, name -> new ArrayDeque<>()).addFirst(script);
    return this;
  }

  private FakeAdmin script(String method, BiConsumer<Object, StreamObserver<Object>> script) {
    Deque<BiConsumer<Object, StreamObserver<Object>>> only = new ArrayDeque<>();
    only.add(script);
    scripts.put(method, only);
    return this;
  }

  /** The requests of one type, in order. */
  public <Q> List<Q> requests(Class<Q> type) {
    synchronized (requests) {
      return requests.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  /** The names of the methods called, in order. */
  public List<String> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  public ServerServiceDefinition service() {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(AdminGrpc.getServiceDescriptor());
    for (MethodDescriptor<?, ?> method : AdminGrpc.getServiceDescriptor().getMethods()) {
      add(service, method);
    }
    return service.build();
  }

  @SuppressWarnings("unchecked") // StreamObserver<Object> takes what the test put in the script
  private <Q, A> void add(ServerServiceDefinition.Builder service, MethodDescriptor<Q, A> method) {
    String name = String.valueOf(method.getBareMethodName());
    service.addMethod(
        method,
        method.getType() == MethodDescriptor.MethodType.UNARY
            ? ServerCalls.asyncUnaryCall(
                (request, stream) -> answer(name, request, (StreamObserver<Object>) stream))
            : ServerCalls.asyncServerStreamingCall(
                (request, stream) -> answer(name, request, (StreamObserver<Object>) stream)));
  }

  private void answer(String method, Object request, StreamObserver<Object> stream) {
    calls.add(method);
    requests.add(request);
    BiConsumer<Object, StreamObserver<Object>> script = next(method);
    script.accept(request, stream);
  }

  private synchronized BiConsumer<Object, StreamObserver<Object>> next(String method) {
    Deque<BiConsumer<Object, StreamObserver<Object>>> left = scripts.get(method);
    if (left == null) {
      return (request, stream) ->
          stream.onError(Status.UNIMPLEMENTED.withDescription("no script").asException());
    }
    return left.size() > 1 ? left.removeFirst() : left.getFirst();
  }
}

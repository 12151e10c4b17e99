package dev.keyparity.daemon.identity;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real gRPC server on loopback whose calls answer with the caller's name. */
final class EchoService implements AutoCloseable {
  static final MethodDescriptor<String, String> WHO_AM_I = method("WhoAmI");
  static final MethodDescriptor<String, String> UNLISTED = method("Unlisted");

  private final Server server;
  private final int port;
  final List<String> refusals = new CopyOnWriteArrayList<>();

  /** Only these roles may call {@link #WHO_AM_I}. */
  EchoService(TlsIdentity identity, Role... roles) throws IOException {
    Map<String, Set<Role>> allowed =
        Map.of(WHO_AM_I.getFullMethodName(), EnumSet.copyOf(List.of(roles)));
    PeerAuthorization authorization =
        PeerAuthorization.of(identity, allowed, refused -> refusals.add(refused.operatorMessage()));
    server =
        Grpc.newServerBuilderForPort(0, identity.serverCredentials())
            .addService(
                ServerServiceDefinition.builder("test.Echo")
                    .addMethod(WHO_AM_I, answerWithCaller())
                    .addMethod(UNLISTED, answerWithCaller())
                    .build())
            .intercept(authorization)
            .build()
            .start();
    port = server.getPort();
  }

  private static io.grpc.ServerCallHandler<String, String> answerWithCaller() {
    return ServerCalls.asyncUnaryCall(
        (request, observer) -> {
          observer.onNext(PeerAuthorization.caller().uri());
          observer.onCompleted();
        });
  }

  /** Opens a channel, does something with it, closes it. */
  void with(ChannelCredentials credentials, Consumer<ManagedChannel> use) {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress("127.0.0.1", port, credentials).build();
    try {
      use.accept(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  static String call(Channel channel) {
    return call(channel, WHO_AM_I);
  }

  static String call(Channel channel, MethodDescriptor<String, String> method) {
    return ClientCalls.blockingUnaryCall(
        channel, method, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS), "");
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static MethodDescriptor<String, String> method(String name) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName("test.Echo/" + name)
        .setRequestMarshaller(new Utf8())
        .setResponseMarshaller(new Utf8())
        .build();
  }

  private static final class Utf8 implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

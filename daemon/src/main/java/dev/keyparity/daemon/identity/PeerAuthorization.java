package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.GrpcFaults;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Decides, for every call, who calls and whether that role may call that method. The one place
 * where this is decided; a method that is not listed may be called by nobody.
 *
 * <p>The caller is authenticated anew whenever our TLS material changed, and its expiry is looked
 * at on every call, so that a connection does not outlive the trust it was made under. Thread-safe.
 */
public final class PeerAuthorization implements ServerInterceptor {
  /** The authenticated caller of the present call. */
  public static final Context.Key<PeerName> CALLER = Context.key("keyparity-caller");

  private static final String SEEN = "dev.keyparity.peer";

  private final TlsIdentity identity;
  private final Map<String, Set<Role>> allowed;
  private final Consumer<KeyparityException> refusals;

  private record Seen(long version, PeerName name) {}

  private PeerAuthorization(
      TlsIdentity identity, Map<String, Set<Role>> allowed, Consumer<KeyparityException> refusals) {
    this.identity = identity;
    this.allowed = allowed;
    this.refusals = refusals;
  }

  /**
   * @param allowed roles by full method name, such as {@code keyparity.agent.v1.Agent/Report}
   * @param refusals is told of every refused call, for the log and the metrics
   */
  public static PeerAuthorization of(
      TlsIdentity identity, Map<String, Set<Role>> allowed, Consumer<KeyparityException> refusals) {
    Map<String, Set<Role>> copy = new TreeMap<>();
    allowed.forEach((method, roles) -> copy.put(method, EnumSet.copyOf(roles)));
    return new PeerAuthorization(identity, copy, refusals);
  }

  /**
   * The caller of the present call.
   *
   * @throws IllegalStateException outside a call that passed this interceptor
   */
  public static PeerName caller() {
    PeerName caller = CALLER.get();
    if (caller == null) {
      throw new IllegalStateException("caller: none (expected: inside an authorized call)");
    }
    return caller;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    PeerName caller;
    try {
      caller = authenticate(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
      authorize(caller, call.getMethodDescriptor().getFullMethodName());
    } catch (KeyparityException e) {
      refusals.accept(e);
      StatusRuntimeException refusal = GrpcFaults.toStatus(e);
      Metadata trailers = refusal.getTrailers();
      call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
    return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
  }

  private PeerName authenticate(@Nullable SSLSession session) {
    if (session == null) {
      throw new KeyparityException(
          ErrorCode.TLS_UNTRUSTED, "connection without TLS (expected: TLS 1.3, mutual)");
    }
    try {
      List<X509Certificate> chain = chainOf(session);
      if (session.getValue(SEEN) instanceof Seen seen
          && seen.version() == identity.version()
          && !identity.clock().instant().isAfter(chain.get(0).getNotAfter().toInstant())) {
        return seen.name();
      }
      long version = identity.version();
      PeerName name = identity.authenticateNow(chain);
      session.putValue(SEEN, new Seen(version, name));
      return name;
    } catch (PeerRefused e) {
      throw new KeyparityException(e.code(), e.detail(), "", e);
    } catch (SSLPeerUnverifiedException e) {
      throw new KeyparityException(
          ErrorCode.TLS_UNTRUSTED, "no client certificate (expected: one of ours)", "", e);
    }
  }

  private static List<X509Certificate> chainOf(SSLSession session)
      throws SSLPeerUnverifiedException {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate one : session.getPeerCertificates()) {
      chain.add((X509Certificate) one);
    }
    return chain;
  }

  private void authorize(PeerName caller, String method) {
    Set<Role> roles = allowed.getOrDefault(method, Set.of());
    if (!roles.contains(caller.role())) {
      throw new KeyparityException(
          ErrorCode.TLS_WRONG_ROLE,
          "role is %s (expected: %s, for %s)"
              .formatted(
                  caller.role().text(),
                  roles.isEmpty()
                      ? "nobody"
                      : roles.stream().map(Role::text).collect(Collectors.joining(" or ")),
                  method));
    }
  }
}

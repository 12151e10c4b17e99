package dev.keyparity.coordinator.fleet;

import com.google.protobuf.ByteString;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.fencing.RequestId;
import dev.keyparity.proto.document.v1.SignedDocument;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of one act on one host: what the request's envelope is filled from. Immutable.
 *
 * @param run empty outside of runs
 * @param act what within the step, such as {@code install}; with the run, step, host and attempt it
 *     makes the request id
 * @param attempt from 1; 0 for a read, which has no request id
 * @param warrantOrNull the signed warrant that covers the act
 * @param expectedDigest SHA-256 of secring.gpg on the host now, {@code "absent"}, or empty where
 *     the act expects nothing
 * @param deadline how long the agent may take from arrival
 * @param nonce to be echoed; empty: one is drawn for each request. Given where several hosts must
 *     answer under the same one, so that what they seal can be compared
 */
public record AgentCall(
    FencingToken token,
    String service,
    String host,
    String run,
    String step,
    String act,
    int attempt,
    Duration deadline,
    @Nullable SignedDocument warrantOrNull,
    String expectedDigest,
    ByteString nonce) {

  public AgentCall {
    if (attempt < 0 || (attempt == 0) != act.isEmpty()) {
      throw new IllegalArgumentException(
          "call: act '%s', attempt %d (expected: an act and its attempt, or a read)"
              .formatted(act, attempt));
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline: %s (expected: > 0)".formatted(deadline));
    }
  }

  /** A call that changes nothing on the host. */
  public static AgentCall read(FencingToken token, String service, String host, Duration deadline) {
    return new AgentCall(token, service, host, "", "", "", 0, deadline, null, "", ByteString.EMPTY);
  }

  /** Where an act stands: which run and step it belongs to. */
  public record Place(String service, String run, String step) {}

  /** An act that needs no warrant and expects no digest, until told. */
  public static AgentCall act(
      FencingToken token, Place place, String host, String act, int attempt, Duration deadline) {
    return new AgentCall(
        token,
        place.service(),
        host,
        place.run(),
        place.step(),
        act,
        attempt,
        deadline,
        null,
        "",
        ByteString.EMPTY);
  }

  public AgentCall withWarrant(SignedDocument warrant) {
    return new AgentCall(
        token, service, host, run, step, act, attempt, deadline, warrant, expectedDigest, nonce);
  }

  public AgentCall withExpectedDigest(String digest) {
    return new AgentCall(
        token, service, host, run, step, act, attempt, deadline, warrantOrNull, digest, nonce);
  }

  public AgentCall within(Duration otherDeadline) {
    return new AgentCall(
        token,
        service,
        host,
        run,
        step,
        act,
        attempt,
        otherDeadline,
        warrantOrNull,
        expectedDigest,
        nonce);
  }

  public AgentCall withNonce(ByteString given) {
    return new AgentCall(
        token,
        service,
        host,
        run,
        step,
        act,
        attempt,
        deadline,
        warrantOrNull,
        expectedDigest,
        given);
  }

  /** Another act of the same step and attempt on another host, without warrant and digest. */
  public AgentCall beside(String otherHost, String otherAct) {
    return new AgentCall(
        token,
        service,
        otherHost,
        run,
        step,
        otherAct,
        attempt,
        deadline,
        null,
        "",
        ByteString.EMPTY);
  }

  public Optional<SignedDocument> warrant() {
    return Optional.ofNullable(warrantOrNull);
  }

  /** The identity of the effect; empty for a read. */
  public Optional<RequestId> requestId() {
    return attempt == 0
        ? Optional.empty()
        : Optional.of(RequestId.derive(service, run, step, act, host, attempt));
  }

  @Override
  public String toString() {
    return attempt == 0
        ? "read of %s on %s".formatted(service, host)
        : "%s/%s %s on %s, attempt %d".formatted(run, step, act, host, attempt);
  }
}

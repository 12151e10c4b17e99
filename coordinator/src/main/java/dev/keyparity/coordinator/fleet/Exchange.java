package dev.keyparity.coordinator.fleet;

import com.google.protobuf.ByteString;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.Reply;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The envelope of one request, and the check that a reply is the answer to it. Immutable.
 *
 * @param peer whom it goes to, for messages
 */
record Exchange(Envelope envelope, String peer) {
  static final int PROTOCOL = 1;
  private static final int NONCE_BYTES = 16;

  /** The envelope of an act or a read. */
  static Exchange of(AgentCall call, String peer, RandomGenerator random) {
    Envelope.Builder envelope =
        Envelope.newBuilder()
            .setProtocol(PROTOCOL)
            .setGroup(call.token().group())
            .setService(call.service())
            .setEpoch(call.token().epoch())
            .setHolder(call.token().holder())
            .setRun(call.run())
            .setStep(call.step())
            .setAttempt(call.attempt())
            .setAct(call.act())
            .setHost(call.host())
            .setExpectedDigest(call.expectedDigest())
            .setDeadlineMs(millis(call.deadline()))
            .setNonce(call.nonce().isEmpty() ? nonce(random) : call.nonce());
    call.requestId().ifPresent(id -> envelope.setRequestId(id.hex()));
    call.warrant().ifPresent(envelope::setWarrant);
    return new Exchange(envelope.build(), peer);
  }

  private static int millis(Duration duration) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
  }

  private static ByteString nonce(RandomGenerator random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return ByteString.copyFrom(nonce);
  }

  /**
   * Returns the reply if it is the answer to this request.
   *
   * @throws KeyparityException PROTOCOL_UNSUPPORTED or SIGNATURE_INVALID; whether the request was
   *     carried out is then not known
   */
  Reply check(Reply reply) {
    if (reply.getProtocol() != PROTOCOL) {
      throw new KeyparityException(
          ErrorCode.PROTOCOL_UNSUPPORTED,
          "%s: protocol %d (expected: %d)".formatted(peer, reply.getProtocol(), PROTOCOL),
          "keyparity version on both sides");
    }
    if (!reply.getNonce().equals(envelope.getNonce())) {
      throw foreign("a nonce that is not ours");
    }
    if (!reply.getRequestId().equals(envelope.getRequestId())) {
      throw foreign("request id " + reply.getRequestId());
    }
    if (reply.hasReceipt() && !reply.getReceipt().getRequestId().equals(envelope.getRequestId())) {
      throw foreign("a receipt of request " + reply.getReceipt().getRequestId());
    }
    if (reply.getAgentInstance().isEmpty()) {
      throw foreign("no agent instance");
    }
    return reply;
  }

  private KeyparityException foreign(String found) {
    return new KeyparityException(
        ErrorCode.SIGNATURE_INVALID,
        "%s: the reply has %s (expected: the answer to our request %s)"
            .formatted(peer, found, envelope.getRequestId()),
        "look at that agent's log and audit before anything else");
  }
}

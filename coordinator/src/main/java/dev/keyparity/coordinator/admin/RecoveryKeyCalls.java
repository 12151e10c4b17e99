package dev.keyparity.coordinator.admin;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.evidence.RecoveryProofs.Challenge;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.container.Recipient;
import dev.keyparity.keyring.container.RecoveryChallenge;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.RecoveryKey;
import dev.keyparity.proto.coordinator.v1.ChallengeRecoveryKeyReply;
import dev.keyparity.proto.coordinator.v1.ChallengeRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysReply;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysRequest;
import dev.keyparity.proto.coordinator.v1.ProveRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ProvenRecoveryKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The organization's recovery keys: which hosts encrypt to which, and the proof that somebody can
 * still open what is encrypted to one.
 *
 * <p>A proof is worth something only if the challenge went to the very key of that fingerprint:
 * what an agent reports as its public key is read, its signatures checked, its fingerprint worked
 * out here. The word in a challenge is never stored, only its digest.
 */
final class RecoveryKeyCalls {
  /** A key in a safe far away takes its holder days. */
  private static final Duration ANSWERED_WITHIN = Duration.ofDays(7);

  private static final int CHALLENGE_ID_BYTES = 6;

  private final Chair chair;
  private final Fleet fleet;
  private final AwaitedReports reports;
  private final Evidence evidence;
  private final OperatorAudit audit;
  private final Clock clock;
  private final SecureRandom random;

  RecoveryKeyCalls(Chair chair, Desk desk) {
    this.chair = chair;
    this.fleet = desk.fleet();
    this.reports = new AwaitedReports(desk.fleet());
    this.evidence = desk.evidence();
    this.audit = desk.audit();
    this.clock = desk.clock();
    this.random = desk.random();
  }

  /** What proofs are made with, and where they are kept. */
  record Desk(
      Fleet fleet, Evidence evidence, OperatorAudit audit, Clock clock, SecureRandom random) {}

  /** A recovery key and the hosts that encrypt to it, as they last said. */
  private record Known(RecoveryKey key, List<String> hosts) {}

  ListRecoveryKeysReply list(ListRecoveryKeysRequest request) {
    return list(heardOf(request.getService()));
  }

  /** Which keys there are is known from reports, and right after a declaration there are none. */
  private ServiceSpec heardOf(String service) {
    ServiceSpec spec = chair.service(service);
    reports.await(spec);
    return spec;
  }

  private ListRecoveryKeysReply list(ServiceSpec spec) {
    RecoveryProofs proofs = evidence.recoveryProofs(spec.service());
    ListRecoveryKeysReply.Builder reply = ListRecoveryKeysReply.newBuilder();
    for (Known known : known(spec, HostView::lastReport).values()) {
      ProvenRecoveryKey.Builder key =
          ProvenRecoveryKey.newBuilder()
              .setFingerprint(known.key().getFingerprint())
              .setUserId(known.key().getUserId())
              .addAllHosts(known.hosts());
      proofs
          .proofOf(known.key().getFingerprint())
          .ifPresent(proof -> key.setProvenAtMs(proof.at().toEpochMilli()).setProvenBy(proof.by()));
      reply.addKeys(key);
    }
    return reply.build();
  }

  /**
   * By fingerprint.
   *
   * @param report which of a host's reports counts
   * @throws KeyparityException PEER_UNREACHABLE if no host has such a report: then there may be
   *     keys
   */
  private Map<String, Known> known(
      ServiceSpec spec, Function<HostView, Optional<HostReport>> report) {
    Optional<ServiceView> view = fleet.snapshot().service(spec.service());
    List<HostView> views =
        spec.hostNames().stream()
            .flatMap(host -> view.flatMap(it -> it.host(host)).stream())
            .toList();
    List<HostReport> reports = views.stream().flatMap(it -> report.apply(it).stream()).toList();
    if (reports.isEmpty()) {
      throw new KeyparityException(
          ErrorCode.PEER_UNREACHABLE,
          "recovery keys of %s: no agent can be asked: %s"
              .formatted(
                  spec.service(),
                  views.stream()
                      .map(it -> it.host() + ": " + it.reason())
                      .collect(Collectors.joining("; "))),
          "keyparity status " + spec.service());
    }
    TreeMap<String, Known> known = new TreeMap<>();
    for (HostReport one : reports) {
      for (RecoveryKey key : one.getRecoveryKeysList()) {
        known
            .computeIfAbsent(key.getFingerprint(), it -> new Known(key, new ArrayList<>()))
            .hosts()
            .add(one.getHost());
      }
    }
    return known;
  }

  /**
   * @throws KeyparityException NO_RECOVERY_KEY if no host encrypts to that key, SIGNATURE_INVALID
   *     if what a host reports under that fingerprint is another key
   */
  ChallengeRecoveryKeyReply challenge(ChallengeRecoveryKeyRequest request) {
    ServiceSpec spec = heardOf(request.getService());
    FencingToken token = chair.token();
    String fingerprint = request.getFingerprint().replaceAll("\\s", "").toUpperCase(Locale.ROOT);
    Known known = require(spec, fingerprint);
    Recipient recipient = recipient(known);
    Instant now = now();
    String id = drawId();
    audit.wanted(
        "recovery-key-challenge",
        Map.of("service", spec.service(), "fingerprint", fingerprint, "challenge", id));
    RecoveryChallenge challenge = encrypted(recipient, now);
    Challenge kept =
        new Challenge(id, fingerprint, challenge.answerSha256().hex(), now.plus(ANSWERED_WITHIN));
    evidence.prove(token, spec.service(), proofs -> proofs.with(kept, now));
    return ChallengeRecoveryKeyReply.newBuilder()
        .setChallengeId(id)
        .setMessage(ByteString.copyFromUtf8(challenge.message()))
        .build();
  }

  private Known require(ServiceSpec spec, String fingerprint) {
    Map<String, Known> known = known(spec, HostView::fresh);
    Known one = known.get(fingerprint);
    if (one == null) {
      throw new KeyparityException(
          ErrorCode.NO_RECOVERY_KEY,
          "recovery key: %s (expected: one that a host of %s encrypts to: %s)"
              .formatted(
                  fingerprint,
                  spec.service(),
                  known.isEmpty() ? "there is none" : String.join(", ", known.keySet())),
          "keyparity recovery-key list " + spec.service());
    }
    return one;
  }

  private static Recipient recipient(Known known) {
    String fingerprint = known.key().getFingerprint();
    String where = String.join(", ", known.hosts());
    try {
      Recipient recipient = Recipient.parse(known.key().getPublicKey().toByteArray());
      if (!recipient.fingerprint().hex().equals(fingerprint)) {
        throw new KeyparityException(
            ErrorCode.SIGNATURE_INVALID,
            "recovery key %s: %s reports the public key of %s under that fingerprint"
                .formatted(fingerprint, where, recipient.fingerprint()),
            "look at that agent's log and audit before anything else");
      }
      return recipient;
    } catch (KeyringException e) {
      throw new KeyparityException(
          ErrorCode.SIGNATURE_INVALID,
          "recovery key %s: what %s reports is not a key that can be used: %s"
              .formatted(fingerprint, where, e.getMessage()),
          "look at the file that agent.yaml names under recovery_keys there",
          e);
    }
  }

  private RecoveryChallenge encrypted(Recipient recipient, Instant now) {
    try {
      return RecoveryChallenge.create(recipient, now, random);
    } catch (KeyringException e) {
      throw new KeyparityException(
          ErrorCode.NO_RECOVERY_KEY,
          "recovery key %s: cannot be encrypted to: %s"
              .formatted(recipient.fingerprint(), e.getMessage()),
          "",
          e);
    }
  }

  /**
   * @throws KeyparityException USAGE if there is no such challenge any more, NO_RECOVERY_KEY if the
   *     answer is wrong; the challenge then stays open
   */
  ListRecoveryKeysReply prove(ProveRecoveryKeyRequest request) {
    ServiceSpec spec = heardOf(request.getService());
    FencingToken token = chair.token();
    String operator = PeerAuthorization.caller().name();
    Instant now = now();
    audit.wanted(
        "recovery-key-prove",
        Map.of("service", spec.service(), "challenge", request.getChallengeId()));
    evidence.prove(token, spec.service(), proofs -> answered(spec, proofs, request, operator, now));
    return list(spec);
  }

  /** Decided on what is written, so that two answers to one challenge are not both the first. */
  private static RecoveryProofs answered(
      ServiceSpec spec,
      RecoveryProofs proofs,
      ProveRecoveryKeyRequest request,
      String operator,
      Instant now) {
    Challenge challenge =
        proofs
            .challenge(request.getChallengeId(), now)
            .orElseThrow(
                () ->
                    new KeyparityException(
                        ErrorCode.USAGE,
                        "challenge: %s (expected: an open one; each is good once, for %d days)"
                            .formatted(request.getChallengeId(), ANSWERED_WITHIN.toDays()),
                        "keyparity recovery-key prove %s   makes a new one"
                            .formatted(spec.service())));
    if (!asked(challenge).isAnsweredBy(request.getAnswer())) {
      throw new KeyparityException(
          ErrorCode.NO_RECOVERY_KEY,
          "recovery key %s: the answer is not the word in challenge %s"
              .formatted(challenge.fingerprint(), challenge.id()),
          "open the message of that very challenge with gpg -d, and try again");
    }
    return proofs.answered(challenge, operator, now);
  }

  /** As it was made, but for the message, which went out and is not kept. */
  private static RecoveryChallenge asked(Challenge kept) {
    return new RecoveryChallenge(
        new Fingerprint(kept.fingerprint()),
        kept.expires().minus(ANSWERED_WITHIN),
        "",
        new Digest(kept.answerSha256()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private String drawId() {
    byte[] drawn = new byte[CHALLENGE_ID_BYTES];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }
}

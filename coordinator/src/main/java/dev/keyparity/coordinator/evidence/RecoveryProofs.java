package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which organization recovery keys were proven, once, to open what is encrypted to them, and which
 * challenges are out. Stored as {@code keyparity.recovery-proofs/1}; holds no answer, only its
 * digest.
 */
public record RecoveryProofs(List<Proof> proofs, List<Challenge> challenges) {
  public static final RecoveryProofs NONE = new RecoveryProofs(List.of(), List.of());

  /** Challenges kept at once: enough for a room full of key holders. */
  private static final int MAX_CHALLENGES = 32;

  static final RecordType<RecoveryProofs> TYPE =
      new RecordType<>(
          RecordKey.Kind.RECOVERY_PROOFS,
          "keyparity.recovery-proofs/1",
          RecoveryProofs::write,
          RecoveryProofs::read);

  /**
   * A holder decrypted a challenge.
   *
   * @param fingerprint of the recovery key, 40 upper-case hex digits
   */
  public record Proof(String fingerprint, Instant at, String by) {}

  /**
   * A challenge that nobody has answered yet.
   *
   * @param answerSha256 of the answer, lower-case hex
   */
  public record Challenge(String id, String fingerprint, String answerSha256, Instant expires) {}

  public RecoveryProofs {
    proofs = List.copyOf(proofs);
    challenges = List.copyOf(challenges);
  }

  public Optional<Proof> proofOf(String fingerprint) {
    return proofs.stream().filter(it -> it.fingerprint().equals(fingerprint)).findFirst();
  }

  public boolean isProven(String fingerprint) {
    return proofOf(fingerprint).isPresent();
  }

  public Optional<Challenge> challenge(String id, Instant now) {
    return challenges.stream()
        .filter(it -> it.id().equals(id) && it.expires().isAfter(now))
        .findFirst();
  }

  /** With a challenge more; expired ones, and the oldest beyond the bound, go. */
  public RecoveryProofs with(Challenge challenge, Instant now) {
    List<Challenge> all = new ArrayList<>(challenges);
    all.removeIf(it -> !it.expires().isAfter(now));
    all.add(challenge);
    return new RecoveryProofs(
        proofs, all.subList(Math.max(0, all.size() - MAX_CHALLENGES), all.size()));
  }

  /** With the challenge answered: it is used up, and its key is proven. */
  public RecoveryProofs answered(Challenge challenge, String by, Instant now) {
    List<Proof> proven = new ArrayList<>(proofs);
    proven.removeIf(it -> it.fingerprint().equals(challenge.fingerprint()));
    proven.add(new Proof(challenge.fingerprint(), now, by));
    return new RecoveryProofs(
        proven, challenges.stream().filter(it -> !it.id().equals(challenge.id())).toList());
  }

  private void write(Json.ObjectBuilder out) {
    List<Json> proven = new ArrayList<>();
    for (Proof proof : proofs) {
      proven.add(
          Json.object()
              .put("fingerprint", proof.fingerprint())
              .put("at", proof.at().toString())
              .put("by", proof.by())
              .build());
    }
    List<Json> open = new ArrayList<>();
    for (Challenge challenge : challenges) {
      open.add(
          Json.object()
              .put("id", challenge.id())
              .put("fingerprint", challenge.fingerprint())
              .put("answer_sha256", challenge.answerSha256())
              .put("expires", challenge.expires().toString())
              .build());
    }
    out.put("proofs", new Json.Arr(proven)).put("challenges", new Json.Arr(open));
  }

  private static RecoveryProofs read(RecordFields fields) throws MalformedRecord {
    List<Proof> proofs = new ArrayList<>();
    for (RecordFields one : fields.records("proofs")) {
      proofs.add(new Proof(one.string("fingerprint"), one.instant("at"), one.string("by")));
      one.end();
    }
    List<Challenge> challenges = new ArrayList<>();
    for (RecordFields one : fields.records("challenges")) {
      challenges.add(
          new Challenge(
              one.string("id"),
              one.string("fingerprint"),
              one.string("answer_sha256"),
              one.instant("expires")));
      one.end();
    }
    return new RecoveryProofs(proofs, challenges);
  }
}

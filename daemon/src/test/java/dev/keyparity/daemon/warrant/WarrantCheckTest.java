package dev.keyparity.daemon.warrant;

import static dev.keyparity.daemon.warrant.TestDocuments.EXPIRES;
import static dev.keyparity.daemon.warrant.TestDocuments.INSTALL_KMS2;
import static dev.keyparity.daemon.warrant.TestDocuments.ISSUED;
import static dev.keyparity.daemon.warrant.TestDocuments.NEW_RING;
import static dev.keyparity.daemon.warrant.TestDocuments.OLD_RING;
import static dev.keyparity.daemon.warrant.TestDocuments.STOP_KMS2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.WarrantCheck.Refusal;
import dev.keyparity.daemon.warrant.WarrantCheck.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarrantCheckTest {
  private static final Instant NOW = ISSUED.plus(Duration.ofHours(1));
  private static final Scene SCENE = new Scene("prod", "kms-prod", "8c1f-22d0", 2, "e5", NOW);

  private final Warrant warrant = TestDocuments.warrant();

  private static void assertRefused(Optional<Refusal> refusal, ErrorCode code, String detail) {
    assertThat(refusal).isPresent();
    assertThat(refusal.get().detail()).isEqualTo("warrant 8c1f-22d0-w1: " + detail);
    assertThat(refusal.get().code()).isEqualTo(code);
  }

  private Optional<Refusal> at(Instant now) {
    return WarrantCheck.refusalOf(
        warrant, STOP_KMS2, new Scene("prod", "kms-prod", "8c1f-22d0", 2, "e5", now));
  }

  private Optional<Refusal> asked(Act act) {
    return WarrantCheck.refusalOf(warrant, act, SCENE);
  }

  @Test
  void listedActs_areCovered() {
    assertThat(asked(STOP_KMS2)).isEmpty();
    assertThat(asked(INSTALL_KMS2)).isEmpty();
  }

  @Test
  void expiry_isTheFirstMomentAtWhichItIsNoLongerGood() {
    assertThat(at(EXPIRES.minusMillis(1))).isEmpty();
    assertRefused(
        at(EXPIRES),
        ErrorCode.WARRANT_EXPIRED,
        "expired 2026-11-25T14:02:03.123Z (expected: good at 2026-11-25T14:02:03.123Z)");
  }

  @Test
  void issueInTheFuture_isRefusedBeyondTheSkew() {
    assertThat(at(ISSUED.minus(WarrantCheck.CLOCK_SKEW))).isEmpty();
    assertRefused(
        at(ISSUED.minus(WarrantCheck.CLOCK_SKEW).minusMillis(1)),
        ErrorCode.WARRANT_EXPIRED,
        "issued 2026-11-24T14:02:03.123Z, in the future"
            + " (expected: good at 2026-11-24T13:57:03.122Z)");
  }

  @Test
  void otherGroupServiceOrRun_isRefused() {
    assertRefused(
        WarrantCheck.refusalOf(
            warrant, STOP_KMS2, new Scene("test", "kms-prod", "8c1f-22d0", 2, "e5", NOW)),
        ErrorCode.WARRANT_MISMATCH,
        "group prod (expected: test)");
    assertRefused(
        WarrantCheck.refusalOf(
            warrant, STOP_KMS2, new Scene("prod", "kms-test", "8c1f-22d0", 2, "e5", NOW)),
        ErrorCode.WARRANT_MISMATCH,
        "service kms-prod (expected: kms-test)");
    assertRefused(
        WarrantCheck.refusalOf(
            warrant, STOP_KMS2, new Scene("prod", "kms-prod", "9999", 2, "e5", NOW)),
        ErrorCode.WARRANT_MISMATCH,
        "run 8c1f-22d0 (expected: 9999)");
    assertRefused(
        WarrantCheck.refusalOf(
            warrant, STOP_KMS2, new Scene("prod", "kms-prod", null, 2, "e5", NOW)),
        ErrorCode.WARRANT_MISMATCH,
        "run 8c1f-22d0 (expected: none)");
  }

  @Test
  void otherVerbHostStepOrBounds_areRefused() {
    List<Act> others =
        List.of(
            Act.of(Verb.START, "synchronize-key", "kms2", Map.of()),
            Act.of(Verb.STOP, "synchronize-key", "kms3", Map.of()),
            Act.of(Verb.STOP, "restart-kms", "kms2", Map.of()),
            Act.of(Verb.STOP, "synchronize-key", "kms2", Map.of("extra", "1")),
            Act.of(Verb.INSTALL, "synchronize-key", "kms2", Map.of()),
            Act.of(Verb.INSTALL, "synchronize-key", "kms2", Map.of("new_sha256", NEW_RING)),
            Act.of(
                Verb.INSTALL,
                "synchronize-key",
                "kms2",
                Map.of("expected_sha256", NEW_RING, "new_sha256", OLD_RING)));
    for (Act act : others) {
      assertThat(asked(act).map(Refusal::code)).as("%s", act).contains(ErrorCode.WARRANT_MISMATCH);
    }
    assertRefused(
        asked(others.get(1)),
        ErrorCode.WARRANT_MISMATCH,
        "no act covers stop in synchronize-key on kms3 with {} (expected: that very act)");
  }

  @Test
  void serviceWideAct_coversEveryHost() {
    Warrant forget =
        TestDocuments.warrant(
            List.of(Act.of(Verb.KEY_FORGET, "forget", Act.EVERY_HOST, Map.of("version", "k@3"))));

    assertThat(
            WarrantCheck.refusalOf(
                forget, Act.of(Verb.KEY_FORGET, "forget", "kms3", Map.of("version", "k@3")), SCENE))
        .isEmpty();
    assertThat(
            WarrantCheck.refusalOf(
                forget, Act.of(Verb.KEY_FORGET, "forget", "kms3", Map.of("version", "k@4")), SCENE))
        .isPresent();
  }

  @Test
  void warrantOfAnOlderStatement_isRefused() {
    assertRefused(
        WarrantCheck.refusalOf(
            warrant, STOP_KMS2, new Scene("prod", "kms-prod", "8c1f-22d0", 3, "e5", NOW)),
        ErrorCode.WARRANT_MISMATCH,
        "statement generation 2 (expected: 3)");
  }

  @Test
  void hostThatMissedAStatement_takesAWarrantOfTheNewerOne() {
    assertThat(
            WarrantCheck.refusalOf(
                warrant, STOP_KMS2, new Scene("prod", "kms-prod", "8c1f-22d0", 1, null, NOW)))
        .isEmpty();
  }

  /** The run itself puts the next statement, and goes on under it with the same warrant. */
  @Test
  void warrantThatApprovedTheNextStatement_staysGoodUnderThatOneOnly() {
    Warrant approving =
        TestDocuments.warrant(
            List.of(
                STOP_KMS2,
                Act.of(
                    Verb.APPROVE_IDENTITY,
                    "synchronize-key",
                    Act.EVERY_HOST,
                    Map.of(WarrantCheck.STATEMENT_BOUND, "f6"))));

    assertThat(
            WarrantCheck.refusalOf(
                approving, STOP_KMS2, new Scene("prod", "kms-prod", "8c1f-22d0", 3, "f6", NOW)))
        .isEmpty();
    assertThat(
            WarrantCheck.refusalOf(
                approving, STOP_KMS2, new Scene("prod", "kms-prod", "8c1f-22d0", 3, "00", NOW)))
        .as("another statement of that generation")
        .isPresent();
    assertThat(
            WarrantCheck.refusalOf(
                approving, STOP_KMS2, new Scene("prod", "kms-prod", "8c1f-22d0", 4, "f6", NOW)))
        .as("a later generation")
        .isPresent();
  }

  @Test
  void standingWarrant_isGoodInAnyRunAndOutside() {
    Act repair = Act.of(Verb.REPAIR, "repair", "kms2", Map.of());
    Warrant standing =
        new Warrant(
            "p",
            "prod",
            "kms-prod",
            null,
            null,
            2,
            ISSUED,
            EXPIRES,
            List.of(repair),
            "policy",
            null);

    assertThat(WarrantCheck.refusalOf(standing, repair, SCENE)).isEmpty();
    assertThat(
            WarrantCheck.refusalOf(
                standing, repair, new Scene("prod", "kms-prod", null, 2, "e5", NOW)))
        .isEmpty();
  }

  @Test
  void refusal_becomesAnErrorWithTheSameWords() {
    Refusal refusal = at(EXPIRES).orElseThrow();

    assertThat(refusal.toException().code()).isEqualTo(ErrorCode.WARRANT_EXPIRED);
    assertThat(refusal.toException().operatorMessage()).isEqualTo(refusal.detail());
  }
}

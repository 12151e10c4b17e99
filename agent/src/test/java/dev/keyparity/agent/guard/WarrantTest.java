package dev.keyparity.agent.guard;

import static dev.keyparity.agent.guard.GuardFixture.HOST;
import static dev.keyparity.agent.guard.GuardFixture.RUN;
import static dev.keyparity.agent.guard.GuardFixture.STOP;
import static dev.keyparity.agent.guard.GuardFixture.key;
import static dev.keyparity.agent.guard.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a coordinator cannot do with a warrant: forge, edit, widen, reuse or outlive it. */
class WarrantTest {
  private final GuardFixture fixture = new GuardFixture();
  private final FakeEffect.World world = new FakeEffect.World();

  private void refused(ErrorCode code, @Nullable SignedDocument warrant) {
    refused(code, warrant, FakeEffect.stop(world));
  }

  private void refused(ErrorCode code, @Nullable SignedDocument warrant, Effect effect) {
    ServiceGuard guard = fixture.fenced();
    assertRefused(code, "", () -> guard.perform(fixture.call(key(1), warrant), effect));
  }

  /** Whatever was refused did not happen, and left no open record. */
  @AfterEach
  void nothingHappened() {
    if (world.happened == 0) {
      assertThat(fixture.start().underWay()).isEmpty();
    }
  }

  @Test
  void missingWarrant_isRefused() {
    refused(ErrorCode.WARRANT_MISSING, null);
    assertThat(world.happened).isZero();
  }

  @Test
  void warrant_signedByNobodyPinned_isRefused() {
    SignedDocument forged =
        SignedDocument.unsigned(fixture.warrant("w", STOP).canonicalBytes())
            .signedBy("alice", OperatorKey.generate(), DocumentKind.WARRANT);

    refused(ErrorCode.WARRANT_INVALID, forged);
    assertThat(world.happened).isZero();
  }

  @Test
  void warrant_editedAfterItWasSigned_isRefused() {
    SignedDocument signed = fixture.signed(fixture.warrant("w", STOP));
    String edited =
        new String(signed.payload(), StandardCharsets.UTF_8).replace("restart-kms", "restart-all");
    refused(
        ErrorCode.WARRANT_INVALID,
        new SignedDocument(edited.getBytes(StandardCharsets.UTF_8), signed.signatures()));
    assertThat(world.happened).isZero();
  }

  @Test
  void warrant_withFewerSignaturesThanThisAgentDemands_isRefused() {
    fixture.approvals = 2;
    refused(ErrorCode.WARRANT_INVALID, fixture.stopWarrant());

    SignedDocument both = fixture.stopWarrant().signedBy("bob", fixture.bob, DocumentKind.WARRANT);
    fixture.start().perform(fixture.call(key(1), both), FakeEffect.stop(world));
    assertThat(world.happened).isEqualTo(1);
  }

  @Test
  void expiredWarrant_isRefusedAlsoWhenTheClockIsSetBack() {
    SignedDocument warrant = fixture.stopWarrant();
    fixture.now = fixture.now.plusSeconds(7200);
    ServiceGuard guard = fixture.fenced();
    guard.perform(
        fixture.call(key(1), fixture.signed(fixture.warrant("later", STOP))),
        FakeEffect.stop(world));
    fixture.now = fixture.now.minusSeconds(7200);

    ServiceGuard restarted = fixture.start();

    assertRefused(
        ErrorCode.WARRANT_EXPIRED,
        "",
        () -> restarted.perform(fixture.call(key(2), warrant), FakeEffect.stop(world)));
    assertThat(world.happened).isEqualTo(1);
  }

  @Test
  void warrant_forAnotherActHostStepOrBound_isRefused() {
    Act install = Act.of(Verb.INSTALL, "restart-kms", HOST, Map.of());
    refused(ErrorCode.WARRANT_MISMATCH, fixture.signed(fixture.warrant("w", install)));
    Act otherHost = Act.of(Verb.STOP, "restart-kms", "kms3", Map.of());
    refused(ErrorCode.WARRANT_MISMATCH, fixture.signed(fixture.warrant("w", otherHost)));
    Act otherStep = Act.of(Verb.STOP, "synchronize-key", HOST, Map.of());
    refused(ErrorCode.WARRANT_MISMATCH, fixture.signed(fixture.warrant("w", otherStep)));
    Act bounded = Act.of(Verb.STOP, "restart-kms", HOST, Map.of("only", "x"));
    refused(ErrorCode.WARRANT_MISMATCH, fixture.signed(fixture.warrant("w", bounded)));
    assertThat(world.happened).isZero();
  }

  @Test
  void warrant_ofAnotherGroupServiceOrRun_isRefused() {
    Warrant good = fixture.warrant("w", STOP);
    refused(ErrorCode.WARRANT_MISMATCH, fixture.signed(copy(good, "test", good.service(), RUN, 0)));
    refused(ErrorCode.WARRANT_MISMATCH, fixture.signed(copy(good, "prod", good.service(), "x", 0)));
    refused(ErrorCode.WARRANT_MISMATCH, fixture.signed(copy(good, "prod", "other", RUN, 0)));
    assertThat(world.happened).isZero();
  }

  private Warrant copy(Warrant of, String group, String service, String run, long generation) {
    return new Warrant(
        of.id(),
        group,
        service,
        run,
        null,
        generation,
        of.issuedAt(),
        of.expiresAt(),
        of.acts(),
        "test",
        null);
  }

  @Test
  void warrant_ofAnOlderStatementThanTheOneOnRecord_isRefused() {
    ServiceGuard guard = fixture.fenced();
    Statements statements = guard.statements();
    statements.keep(
        statements.check(fixture.signed(fixture.statement(2, "cd".repeat(32), HOST, "kms3"))));

    assertRefused(
        ErrorCode.WARRANT_MISMATCH,
        "",
        () -> guard.perform(fixture.call(key(1), fixture.stopWarrant()), FakeEffect.stop(world)));
    assertThat(world.happened).isZero();
  }

  @Test
  void abortedRun_doesNothingMore() {
    ServiceGuard guard = fixture.fenced();
    guard.keepRevocation(fixture.revokedRun(RUN));

    assertRefused(
        ErrorCode.WARRANT_REVOKED,
        "",
        () -> guard.perform(fixture.call(key(1), fixture.stopWarrant()), FakeEffect.stop(world)));
    assertRefused(
        ErrorCode.WARRANT_REVOKED,
        "",
        () -> guard.perform(fixture.call(key(1), null), FakeEffect.unwarranted(world)));
    assertRefused(
        ErrorCode.WARRANT_REVOKED,
        "",
        () ->
            fixture
                .start()
                .perform(fixture.call(key(1), fixture.stopWarrant()), FakeEffect.stop(world)));
    assertThat(world.happened).isZero();
  }

  @Test
  void revocation_thatIsNotSigned_isRefused() {
    ServiceGuard guard = fixture.fenced();
    SignedDocument unsigned = SignedDocument.unsigned(fixture.revokedRun(RUN).payload());

    assertRefused(ErrorCode.WARRANT_INVALID, "", () -> guard.keepRevocation(unsigned));
    guard.perform(fixture.call(key(1), fixture.stopWarrant()), FakeEffect.stop(world));
    assertThat(world.happened).isEqualTo(1);
  }

  @Test
  void consumedWarrant_isRefusedForAnotherRequestOfTheSameActAndAttempt() {
    Consumed consumed = new Consumed(GuardFixture.SERVICE, fixture.files);
    Warrant warrant = fixture.warrant("w", STOP);
    RequestKey first = key(1);
    RequestKey otherRun =
        new RequestKey(GuardFixture.SERVICE, "another-run", "restart-kms", "stop", HOST, 1);
    consumed.use(warrant, first, fixture.now);
    Consumed restarted = new Consumed(GuardFixture.SERVICE, fixture.files);

    restarted.require(warrant, first);
    assertRefused(ErrorCode.WARRANT_CONSUMED, "", () -> restarted.require(warrant, otherRun));
  }

  @Test
  void warrant_allowsOnlySoManyAttempts() {
    ServiceGuard guard = fixture.fenced();
    SignedDocument warrant = fixture.stopWarrant();
    for (int attempt = 1; attempt <= Consumed.MOST_ATTEMPTS; attempt++) {
      guard.perform(fixture.call(key(attempt), warrant), FakeEffect.stop(world));
    }

    assertRefused(
        ErrorCode.WARRANT_CONSUMED,
        "",
        () ->
            guard.perform(
                fixture.call(key(Consumed.MOST_ATTEMPTS + 1), warrant), FakeEffect.stop(world)));
  }
}

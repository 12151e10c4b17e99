package dev.keyparity.agent.guard;

import static dev.keyparity.agent.guard.GuardFixture.HOST;
import static dev.keyparity.agent.guard.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.SignedDocument;
import org.junit.jupiter.api.Test;

class StatementsTest {
  private static final String A = "aa".repeat(32);
  private static final String B = "bb".repeat(32);

  private final GuardFixture fixture = new GuardFixture();

  private Statements statements() {
    return new Statements("prod", GuardFixture.SERVICE, HOST, fixture.policy(), fixture.files);
  }

  private SignedDocument signed(long generation, String identity) {
    return fixture.signed(fixture.statement(generation, identity, "kms1", HOST, "kms3"));
  }

  private void keep(Statements statements, SignedDocument document) {
    statements.keep(statements.check(document));
  }

  @Test
  void none_isRefusedWithWhatToDo() {
    assertRefused(ErrorCode.STATEMENT_MISSING, "", () -> statements().require());
    assertThat(statements().isIntact()).isTrue();
  }

  @Test
  void statement_isTakenUpwardOnly() {
    Statements statements = statements();
    keep(statements, signed(2, A));

    assertRefused(ErrorCode.STATEMENT_REFUSED, "", () -> statements.check(signed(1, A)));
    assertRefused(ErrorCode.STATEMENT_REFUSED, "", () -> statements.check(signed(2, B)));
    assertThatCode(() -> keep(statements, signed(2, A))).doesNotThrowAnyException();
    keep(statements, signed(3, B));

    Statements restarted = statements();
    assertThat(restarted.require().statement().keyIdentity()).isEqualTo(B);
    assertThat(restarted.require().electorate().hosts())
        .containsExactlyInAnyOrder("kms1", HOST, "kms3");
    assertRefused(ErrorCode.STATEMENT_REFUSED, "", () -> restarted.check(signed(2, A)));
  }

  @Test
  void statement_thatDoesNotNameThisHost_isRefused() {
    SignedDocument others = fixture.signed(fixture.statement(1, A, "kms1", "kms3"));

    assertRefused(ErrorCode.STATEMENT_REFUSED, "", () -> statements().check(others));
  }

  /** So it learns that it is no host of the service any more, and knows it after a restart. */
  @Test
  void statement_thatListsThisHostNoMore_takesThePlaceOfOneThatDid() {
    SignedDocument others = fixture.signed(fixture.statement(2, A, "kms1", "kms3"));
    keep(statements(), signed(1, A));
    assertThat(statements().require().listsThisHost()).isTrue();

    keep(statements(), others);

    Statements restarted = statements();
    assertThat(restarted.isIntact()).isTrue();
    assertThat(restarted.require().listsThisHost()).isFalse();
    keep(restarted, signed(3, A));
    assertThat(statements().require().listsThisHost()).as("added again").isTrue();
  }

  @Test
  void statement_thatNobodyPinnedSigned_isRefused() {
    SignedDocument unsigned = SignedDocument.unsigned(signed(1, A).payload());

    assertRefused(ErrorCode.WARRANT_INVALID, "", () -> statements().check(unsigned));
  }

  @Test
  void record_thatDoesNotVerify_countsAsCorruptNotAsNone() {
    keep(statements(), signed(1, A));
    String name = "statement/" + GuardFixture.SERVICE + ".json";
    String stored =
        new String(fixture.files.read(name).orElseThrow(), java.nio.charset.StandardCharsets.UTF_8);
    fixture.files.overwrite(name, stored.substring(0, stored.length() - 2));

    Statements broken = statements();

    assertThat(broken.isIntact()).isFalse();
    assertThat(broken.held()).isEmpty();
    assertRefused(ErrorCode.STATE_CORRUPT, "", broken::require);
  }
}

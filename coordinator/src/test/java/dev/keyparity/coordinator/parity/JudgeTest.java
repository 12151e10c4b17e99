package dev.keyparity.coordinator.parity;

import static dev.keyparity.coordinator.parity.Reported.KEY;
import static dev.keyparity.coordinator.parity.Reported.ROGUE;
import static dev.keyparity.coordinator.parity.Reported.absent;
import static dev.keyparity.coordinator.parity.Reported.approval;
import static dev.keyparity.coordinator.parity.Reported.directory;
import static dev.keyparity.coordinator.parity.Reported.file;
import static dev.keyparity.coordinator.parity.Reported.fresh;
import static dev.keyparity.coordinator.parity.Reported.holding;
import static dev.keyparity.coordinator.parity.Reported.neverHeard;
import static dev.keyparity.coordinator.parity.Reported.not;
import static dev.keyparity.coordinator.parity.Reported.report;
import static dev.keyparity.coordinator.parity.Reported.spelled;
import static dev.keyparity.coordinator.parity.Reported.standard;
import static dev.keyparity.coordinator.parity.Reported.statement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyIdentity;
import dev.keyparity.keyring.Verdict;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Key;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.Statement;
import dev.keyparity.proto.agent.v1.Warning;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeTest {
  private static final long SHORTER = 1900;

  private final PrefixDigests prefixes = new PrefixDigests();

  private HostVerdict judge(Standard standard, HostView host) {
    return new Judge(standard, prefixes, false).judge(host);
  }

  private HostVerdict judge(HostView host) {
    return judge(standard(approval(KEY)), host);
  }

  private HostVerdict judge(HostReport.Builder report) {
    return judge(fresh(report));
  }

  private static HostReport.Builder edited(UnaryOperator<KeyDirectory.Builder> edit) {
    return report("kms2", KEY).setKeyDirectory(edit.apply(directory(KEY)));
  }

  // --- nothing approved ---

  @Test
  void nothingApproved_noVerdict_butWhatItHolds() {
    HostVerdict verdict =
        judge(standard(null), fresh(report("kms2", KEY).setStatement(intactWithout())));

    assertThat(verdict.verdict()).isEmpty();
    assertThat(verdict.reason()).isEqualTo("no key approved yet");
    assertThat(verdict.held()).isEqualTo(KEY.primary());
    assertThat(verdict.secring()).isEqualTo(KEY.sha256());
    assertThat(verdict.isInParity()).isFalse();
    assertThat(verdict.isDrift()).isFalse();
  }

  private static Statement intactWithout() {
    return Statement.newBuilder().setIntact(true).build();
  }

  @Test
  void nothingApproved_silentOrRolledBack_saidToo() {
    assertThat(judge(standard(null), neverHeard("kms2")).reason())
        .isEqualTo("no key approved yet; no report yet: connecting");
    HostVerdict rolledBack =
        judge(standard(null), not(Freshness.ROLLED_BACK, "generation 4", report("kms2", KEY)));
    assertThat(rolledBack.reason())
        .isEqualTo("no key approved yet; its agent's own record went back: generation 4");
    assertThat(rolledBack.verdict()).isEmpty();
    assertThat(rolledBack.held()).isEmpty();
  }

  /** The record of an approval is gone: that is not the same as nothing ever approved. */
  @Test
  void nothingApproved_hostHoldsAStatement_unknown() {
    HostVerdict verdict = judge(standard(null), fresh(report("kms2", KEY)));

    assertThat(verdict.verdict()).contains(Verdict.UNKNOWN);
    assertThat(verdict.reason())
        .isEqualTo("it has identity statement 1 (expected: none, as on record)");
  }

  @Test
  void nothingApproved_hostHoldsTheStatementOfTheOpenRun_noVerdict() {
    String handedOut = Digest.of(statement(1, KEY).canonicalBytes()).hex();
    Standard standard = new Standard(null, handedOut, Sanctions.NONE);

    assertThat(judge(standard, fresh(report("kms2", KEY))).verdict()).isEmpty();
  }

  // --- what is not known is never good ---

  @ParameterizedTest
  @EnumSource(value = Freshness.class, mode = EnumSource.Mode.EXCLUDE, names = "FRESH")
  void notFresh_lastReportGood_neverGood(Freshness freshness) {
    HostVerdict verdict = judge(not(freshness, "connection refused", report("kms2", KEY)));

    assertThat(verdict.isInParity()).isFalse();
    assertThat(verdict.held()).isEmpty();
    assertThat(verdict.secring()).isEmpty();
    assertThat(verdict.verdict())
        .contains(freshness == Freshness.ROLLED_BACK ? Verdict.ROLLED_BACK : Verdict.UNKNOWN);
  }

  @Test
  void stale_lastReportDrifted_unknownToo() {
    HostVerdict verdict = judge(not(Freshness.STALE, "", report("kms2", ROGUE)));

    assertThat(verdict.verdict()).contains(Verdict.UNKNOWN);
    assertThat(verdict.reason()).isEqualTo("no report for 7 s");
    assertThat(verdict.isDrift()).isFalse();
    assertThat(verdict.isPending()).isFalse();
  }

  @Test
  void fresh_withoutAReport_unknown() {
    HostView view = new HostView("kms2", Freshness.FRESH, "", Duration.ZERO, null, null);

    assertThat(judge(view).verdict()).contains(Verdict.UNKNOWN);
  }

  @Test
  void neverHeard_pendingOnlyWhileTheLeadershipBegins() {
    HostVerdict late = judge(neverHeard("kms2"));
    HostVerdict early =
        new Judge(standard(approval(KEY)), prefixes, true).judge(neverHeard("kms2"));
    HostVerdict stale =
        new Judge(standard(approval(KEY)), prefixes, true)
            .judge(not(Freshness.STALE, "", report("kms2", KEY)));

    assertThat(late.isNotKnownYet()).isFalse();
    assertThat(early.isNotKnownYet()).isTrue();
    assertThat(early.verdict()).contains(Verdict.UNKNOWN);
    assertThat(stale.isNotKnownYet()).isFalse();
  }

  @Test
  void rolledBack_isADriftWithItsReason() {
    HostVerdict verdict = judge(not(Freshness.ROLLED_BACK, "generation 4", report("kms2", KEY)));

    assertThat(verdict.isDrift()).isTrue();
    assertThat(verdict.reason()).isEqualTo("its agent's own record went back: generation 4");
  }

  @Test
  void changing_whateverIsThere_changing() {
    HostVerdict verdict = judge(edited(directory -> directory.setChanging(true)));

    assertThat(verdict.verdict()).contains(Verdict.CHANGING);
    assertThat(verdict.isInParity()).isFalse();
    assertThat(verdict.isDrift()).isFalse();
  }

  static Stream<Arguments> reportsThatCannotBeCompared() {
    return Stream.of(
        Arguments.of("no soundness", edited(it -> it.setSoundnessValue(0))),
        Arguments.of("a soundness of the future", edited(it -> it.setSoundnessValue(99))),
        Arguments.of("an unknown profile", edited(it -> it.setProfile("hsm-kms"))),
        Arguments.of("an identity of other keys", edited(it -> it.setIdentity(ROGUE.identity()))),
        Arguments.of("no identity", edited(it -> it.clearIdentity())),
        Arguments.of("sound without keys", edited(it -> it.clearKeys())),
        Arguments.of("sound without a key file", edited(it -> it.clearFiles())),
        Arguments.of(
            "sound and empty", edited(it -> it.setFiles(0, file("secring.gpg", 0, KEY.sha256())))),
        Arguments.of(
            "a digest that is none",
            edited(it -> it.setFiles(0, file("secring.gpg", KEY.bytes(), "abc")))),
        Arguments.of(
            "a fingerprint that is none",
            edited(it -> it.setKeys(0, Key.newBuilder().setFingerprint("abc").setPrimary(true)))),
        Arguments.of("nothing at all", report("kms2", KEY).clearKeyDirectory()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("reportsThatCannotBeCompared")
  void report_contradictsItselfOrIsNotUnderstood_unknown(String what, HostReport.Builder report) {
    HostVerdict verdict = judge(report);

    assertThat(verdict.verdict()).as(what).contains(Verdict.UNKNOWN);
    assertThat(verdict.reason()).startsWith("its report cannot be compared: ");
    assertThat(verdict.isPending()).isFalse();
  }

  // --- statements ---

  @Test
  void hostHoldsANewerStatement_unknownThoughTheBytesAreThoseOnRecord() {
    HostVerdict verdict = judge(report("kms2", KEY).setStatement(holding(statement(2, ROGUE))));

    assertThat(verdict.verdict()).contains(Verdict.UNKNOWN);
    assertThat(verdict.reason())
        .isEqualTo("it has identity statement 2 (expected: at most 1, the newest on record)");
  }

  @Test
  void hostHoldsTheNewerStatementOfTheOpenRun_judgedByTheOneOnRecord() {
    Standard standard =
        new Standard(
            approval(KEY), Digest.of(statement(2, KEY).canonicalBytes()).hex(), Sanctions.NONE);

    assertThat(
            judge(standard, fresh(report("kms2", KEY).setStatement(holding(statement(2, KEY)))))
                .verdict())
        .contains(Verdict.IN_PARITY);
    assertThat(
            judge(standard, fresh(report("kms2", KEY).setStatement(holding(statement(2, ROGUE)))))
                .verdict())
        .contains(Verdict.UNKNOWN);
  }

  @Test
  void hostHoldsAnotherStatementOfTheSameNumber_unknown() {
    HostVerdict verdict = judge(report("kms2", KEY).setStatement(holding(statement(1, ROGUE))));

    assertThat(verdict.verdict()).contains(Verdict.UNKNOWN);
    assertThat(verdict.reason()).contains("is another one than the one on record");
  }

  @Test
  void hostHoldsAnOlderOrADamagedStatement_warned() {
    Standard second = standard(Approval.of(statement(2, KEY)).orElseThrow());
    HostVerdict older = judge(second, fresh(report("kms2", KEY)));
    HostVerdict damaged = judge(report("kms2", KEY).setStatement(Statement.getDefaultInstance()));

    assertThat(older.verdict()).contains(Verdict.IN_PARITY);
    assertThat(older.warnings()).containsExactly("it has identity statement 1 (expected: 2)");
    assertThat(older.warningKinds()).containsExactly("STATEMENT_OLD");
    assertThat(damaged.warningKinds()).containsExactly("STATEMENT_DAMAGED");
  }

  // --- compared ---

  @Test
  void sameBytes_inParity() {
    HostVerdict verdict = judge(report("kms2", KEY));

    assertThat(verdict.verdict()).contains(Verdict.IN_PARITY);
    assertThat(verdict.isInParity()).isTrue();
    assertThat(verdict.reason()).isEmpty();
    assertThat(verdict.warnings()).isEmpty();
    assertThat(verdict.isPending()).isFalse();
  }

  @Test
  void otherBytesOfTheSameKeys_equivalent() {
    HostVerdict verdict = judge(spelled("kms2", KEY, KEY.bytes()));

    assertThat(verdict.verdict()).contains(Verdict.EQUIVALENT);
    assertThat(verdict.isInParity()).isTrue();
    assertThat(verdict.isPending()).isFalse();
  }

  @Test
  void otherBytesUnderAPassphrase_unproven() {
    KeyDirectory.Builder directory = directory(KEY.respelled());
    directory.getKeysBuilder(0).setProtected(true).clearSecretConsistent();

    HostVerdict verdict = judge(report("kms2", KEY).setKeyDirectory(directory));

    assertThat(verdict.verdict()).contains(Verdict.UNPROVEN);
    assertThat(verdict.isInParity()).isFalse();
    assertThat(verdict.isDrift()).isFalse();
  }

  @Test
  void anotherKey_diverged_andNobodyNeedBeAsked() {
    HostVerdict longer = judge(report("kms2", ROGUE));
    HostVerdict shorter = judge(spelled("kms2", ROGUE, SHORTER));

    assertThat(longer.verdict()).contains(Verdict.DIVERGED);
    assertThat(longer.held()).isEqualTo(ROGUE.primary());
    assertThat(longer.isDrift()).isTrue();
    assertThat(shorter.verdict()).contains(Verdict.DIVERGED);
    assertThat(shorter.isPending()).isFalse();
  }

  @Test
  void aKeyMissing_subset() {
    KeyDirectory.Builder all = directory(KEY.respelled());
    KeyDirectory.Builder directory = directory(KEY.respelled()).clearKeys();
    all.getKeysList().stream().filter(Key::getPrimary).forEach(directory::addKeys);
    directory.setIdentity(identityOf(directory));

    HostVerdict verdict = judge(report("kms2", KEY).setKeyDirectory(directory));

    assertThat(verdict.verdict()).contains(Verdict.SUBSET);
    assertThat(verdict.isDrift()).isTrue();
  }

  private static String identityOf(KeyDirectory.Builder directory) {
    return KeyIdentity.of(
            directory.getKeysList().stream()
                .map(
                    key ->
                        new KeyIdentity.Member(
                            new Fingerprint(key.getFingerprint()), key.getPrimary(), true))
                .toList())
        .digest()
        .hex();
  }

  @Test
  void damagedAbsentUnreadable_asReported() {
    assertThat(judge(report("kms2", KEY.damaged())).verdict()).contains(Verdict.DAMAGED);
    HostVerdict absent = judge(absent("kms2"));
    assertThat(absent.verdict()).contains(Verdict.ABSENT);
    assertThat(absent.secring()).isEqualTo(HostFacts.ABSENT);
    assertThat(absent.isPending()).isFalse();
    HostVerdict unreadable =
        judge(
            report("kms2", KEY)
                .setKeyDirectory(
                    KeyDirectory.newBuilder()
                        .setProfile("keytrustee-kms")
                        .setSoundness(KeyDirectory.Soundness.UNREADABLE)));
    assertThat(unreadable.verdict()).contains(Verdict.UNREADABLE);
    assertThat(unreadable.isPending()).isFalse();
  }

  /** kms4 is declared, and the statement was made before that. */
  @Test
  void absent_onAHostThatWasNeverGivenTheKey_isNoDrift() {
    HostVerdict joining = judge(absent("kms4"));
    assertThat(joining.verdict()).contains(Verdict.ABSENT);
    assertThat(joining.isJoining()).isTrue();
    assertThat(joining.isDrift()).isFalse();
    assertThat(joining.isInParity()).isFalse();
    assertThat(joining.reason()).contains("it was not given the approved key yet");

    assertThat(judge(absent("kms2")).isDrift()).isTrue();
    assertThat(judge(report("kms4", ROGUE)).isDrift()).isTrue();
  }

  @Test
  void neverReported_hostDeclaredLater_unknownAndNoDrift() {
    HostVerdict silent =
        new Judge(standard(approval(KEY)), new PrefixDigests(), false).judge(neverHeard("kms4"));
    assertThat(silent.verdict()).contains(Verdict.UNKNOWN);
    assertThat(silent.isDrift()).isFalse();
  }

  // --- a shorter file ---

  @Test
  void shorter_notAnsweredYet_notGoodAndPending() {
    HostVerdict verdict = judge(spelled("kms2", KEY, SHORTER));

    assertThat(verdict.verdict()).contains(Verdict.UNPROVEN);
    assertThat(verdict.isPending()).isTrue();
  }

  @Test
  void shorter_onlyTheBeginning_damaged() {
    prefixes.learn(new Digest(KEY.sha256()), SHORTER, new Digest(KEY.respelled().sha256()));

    HostVerdict verdict = judge(spelled("kms2", KEY, SHORTER));

    assertThat(verdict.verdict()).contains(Verdict.DAMAGED);
    assertThat(verdict.reason()).startsWith("truncated: ");
    assertThat(verdict.isPending()).isFalse();
  }

  @Test
  void shorter_notTheBeginning_equivalent() {
    prefixes.learn(new Digest(KEY.sha256()), SHORTER, new Digest(ROGUE.sha256()));

    assertThat(judge(spelled("kms2", KEY, SHORTER)).verdict()).contains(Verdict.EQUIVALENT);
  }

  @Test
  void shorter_whatWasLearnedOfAnotherApprovedFile_saysNothing() {
    prefixes.learn(new Digest(ROGUE.sha256()), SHORTER, new Digest(ROGUE.sha256()));

    assertThat(judge(spelled("kms2", KEY, SHORTER)).isPending()).isTrue();
  }

  @Test
  void damagedAndShorter_pending_emptyNot() {
    HostVerdict cut = judge(report("kms2", KEY.damaged()));
    HostVerdict empty =
        judge(
            edited(
                it ->
                    it.setSoundness(KeyDirectory.Soundness.DAMAGED)
                        .clearKeys()
                        .setFiles(0, file("secring.gpg", 0, KEY.sha256()))));

    assertThat(cut.isPending()).isTrue();
    assertThat(empty.verdict()).contains(Verdict.DAMAGED);
    assertThat(empty.isPending()).isFalse();
  }

  // --- the process, and warnings ---

  @Test
  void goodFile_processServesAnotherKey_warned() {
    HostVerdict verdict = judge(report("kms2", KEY).setKms(serving(ROGUE)));

    assertThat(verdict.verdict()).contains(Verdict.IN_PARITY);
    assertThat(verdict.warningKinds()).containsExactly("OTHER_KEY_SERVED");
  }

  @Test
  void badFile_processServesTheApprovedKey_saidInTheReason() {
    HostVerdict verdict = judge(report("kms2", ROGUE).setKms(serving(KEY)));

    assertThat(verdict.reason()).endsWith("; its KMS still serves the approved key from memory");
    assertThat(judge(report("kms2", ROGUE).setKms(serving(ROGUE))).reason())
        .doesNotContain("memory");
  }

  private static KmsProcess.Builder serving(Ring ring) {
    return KmsProcess.newBuilder()
        .setState(KmsProcess.State.UP)
        .setServingIdentity(ring.identity());
  }

  @Test
  void warnings_ofEverySource_withFewAndStableKinds() {
    Standard withConfig =
        standard(
            Approval.of(statement(1, KEY, Map.of("keytrustee.conf", ROGUE.sha256())))
                .orElseThrow());
    HostReport.Builder report =
        report("kms2", KEY)
            .setInstallMarker("run-1")
            .setStatement(holding(withConfig.approval().orElseThrow().statement()))
            .setKms(KmsProcess.newBuilder().setState(KmsProcess.State.STARTING))
            .setKeyDirectory(
                directory(KEY)
                    .addFiles(file("keytrustee.conf", 10, KEY.sha256()))
                    .addWarnings(
                        Warning.newBuilder()
                            .setKind("MODE")
                            .setMessage("secring.gpg: mode 0644 (expected: 0600)"))
                    .addWarnings(
                        Warning.newBuilder().setKind("/etc/passwd").setMessage("\u001b[2Jnew")));

    HostVerdict verdict = judge(withConfig, fresh(report));

    assertThat(verdict.verdict()).contains(Verdict.IN_PARITY);
    assertThat(verdict.warningKinds())
        .containsExactlyInAnyOrder(
            "MODE", "OTHER", "UNFINISHED_INSTALL", "KMS_NOT_ANSWERING", "OTHER_FILE_DIFFERS");
    assertThat(verdict.warnings())
        .contains(
            "secring.gpg: mode 0644 (expected: 0600)",
            " [2Jnew",
            "an install of run run-1 is not finished",
            "its KMS process lives and does not answer",
            "keytrustee.conf: differs from the approved file");
  }

  /** Words of an agent stand in records and on screens: they are bounded. */
  @Test
  void reasons_asLongAsAnAgentLikes_bounded() {
    HostVerdict verdict =
        judge(
            report("kms2", KEY.damaged())
                .setKeyDirectory(directory(KEY.damaged()).addReasons("x".repeat(1_000_000))));

    assertThat(verdict.reason()).hasSizeLessThan(500);
  }
}

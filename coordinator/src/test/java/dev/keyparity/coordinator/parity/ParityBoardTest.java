package dev.keyparity.coordinator.parity;

import static dev.keyparity.coordinator.parity.ParityBench.eventually;
import static dev.keyparity.coordinator.parity.Reported.KEY;
import static dev.keyparity.coordinator.parity.Reported.ROGUE;
import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static dev.keyparity.coordinator.parity.Reported.holding;
import static dev.keyparity.coordinator.parity.Reported.report;
import static dev.keyparity.coordinator.parity.Reported.spelled;
import static dev.keyparity.coordinator.parity.Reported.statement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.SanctionedChanges;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.coordinator.parity.ParityBench.Coordinator;
import dev.keyparity.coordinator.records.InMemoryRecordStore.WriteFault;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.keyring.Verdict;
import dev.keyparity.proto.agent.v1.PrefixDigest;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ParityBoardTest {
  private static final RecordKey STATEMENT = RecordKey.of(Kind.STATEMENT, SERVICE);

  private final ParityBench bench = new ParityBench();
  private final Coordinator first = bench.first;
  private final Coordinator second = bench.second;

  @AfterEach
  void close() {
    bench.close();
    assertThat(bench.escaped).isEmpty();
  }

  private void reports(Ring... rings) {
    for (int i = 0; i < rings.length; i++) {
      bench.fleet.report(SERVICE, report("kms" + (i + 1), rings[i]).build());
    }
  }

  /** The first coordinator leads a service in parity, and has put that on record. */
  private void inParity() {
    first.leadership.gain();
    first.approve(statement(1, KEY));
    reports(KEY, KEY, KEY);
    eventually(() -> assertThat(first.parity().isInParity()).isTrue());
    eventually(() -> assertThat(remembered("kms3")).isEqualTo(Verdict.IN_PARITY));
  }

  /** As it is on record. */
  private @Nullable Verdict remembered(String host) {
    return new Evidence(bench.store)
        .read(ParityRecord.TYPE, SERVICE)
        .orElse(ParityRecord.EMPTY)
        .host(host)
        .map(ParityRecord.Host::verdict)
        .orElse(null);
  }

  // --- what is shown ---

  @Test
  void allHold_inParity_sinceItBegan() {
    inParity();
    bench.clock.advance(Duration.ofHours(1));

    ServiceParity parity = first.parity();

    assertThat(parity.approved()).containsExactly(KEY.primary(), KEY.subkey());
    assertThat(parity.identity()).isEqualTo(KEY.identity());
    assertThat(parity.hosts())
        .extracting(host -> host.verdict().host())
        .containsExactly("kms1", "kms2", "kms3");
    assertThat(parity.hosts().get(0).since()).contains(Reported.NOON);
    assertThat(bench.events()).isEmpty();
  }

  private static final String APPROVED_CONF = Ring.of("approved.conf").sha256();
  private static final String NEW_CONF = Ring.of("new.conf").sha256();
  private static final String OTHER_CONF = Ring.of("other.conf").sha256();

  /** Every host holds the key, and these beside it. */
  private void reportConfs(String... confs) {
    for (int i = 0; i < confs.length; i++) {
      bench.fleet.report(
          SERVICE,
          report("kms" + (i + 1), KEY)
              .setStatement(
                  Reported.holding(statement(1, KEY, Map.of("keytrustee.conf", APPROVED_CONF))))
              .setKeyDirectory(
                  Reported.directory(KEY).addFiles(Reported.file("keytrustee.conf", 9, confs[i])))
              .build());
    }
  }

  private boolean isWarnedOf(String host) {
    return first.verdict(host).warningKinds().contains("OTHER_FILE_DIFFERS");
  }

  /** For an hour from now on. */
  private void sanction(String file, String sha256) {
    Instant now = bench.clock.instant();
    new Evidence(first.records)
        .sanction(
            first.token(),
            SERVICE,
            before ->
                before.with(
                    new SanctionedChanges.Entry(
                        file,
                        sha256,
                        now,
                        now.plus(Duration.ofHours(1)),
                        "alice",
                        "CHG-1",
                        new SignedDocument(new byte[] {'{', '}'}, List.of()))));
  }

  @Test
  void changeSanctioned_exactlyThatIsNotTold_anythingElseInTheSameHourIs() {
    first.leadership.gain();
    first.approve(statement(1, KEY, Map.of("keytrustee.conf", APPROVED_CONF)));
    reportConfs(APPROVED_CONF, NEW_CONF, OTHER_CONF);
    eventually(() -> assertThat(isWarnedOf("kms2")).isTrue());

    sanction("keytrustee.conf", NEW_CONF);

    eventually(() -> assertThat(isWarnedOf("kms2")).isFalse());
    assertThat(isWarnedOf("kms1")).isFalse();
    assertThat(isWarnedOf("kms3")).isTrue();
    assertThat(first.parity().isInParity()).isTrue();
  }

  @Test
  void changeSanctioned_hourIsOver_whoStillDiffersIsTold() {
    first.leadership.gain();
    first.approve(statement(1, KEY, Map.of("keytrustee.conf", APPROVED_CONF)));
    reportConfs(APPROVED_CONF, NEW_CONF, NEW_CONF);
    sanction("keytrustee.conf", NEW_CONF);
    eventually(() -> assertThat(isWarnedOf("kms2")).isFalse());

    bench.clock.advance(Duration.ofHours(1));

    assertThat(isWarnedOf("kms2")).isTrue();
    assertThat(isWarnedOf("kms1")).isFalse();
  }

  /** Whatever record there may be: it never says anything of the key file. */
  @Test
  void changeOfTheKeyFileOnRecord_isADriftAllTheSame() {
    inParity();
    sanction("secring.gpg", ROGUE.sha256());

    reports(KEY, ROGUE, KEY);

    eventually(() -> assertThat(first.drifts).containsExactly("kms2"));
    assertThat(first.verdict("kms2").verdict()).contains(Verdict.DIVERGED);
  }

  @Test
  void changesOnRecordDamaged_everyChangeIsTold() {
    first.leadership.gain();
    first.approve(statement(1, KEY, Map.of("keytrustee.conf", APPROVED_CONF)));
    reportConfs(APPROVED_CONF, NEW_CONF, APPROVED_CONF);
    sanction("keytrustee.conf", NEW_CONF);
    eventually(() -> assertThat(isWarnedOf("kms2")).isFalse());

    bench.overwrite(RecordKey.of(Kind.CHANGES, SERVICE), "rubbish");

    eventually(() -> assertThat(isWarnedOf("kms2")).isTrue());
    assertThat(first.parity().isInParity()).isTrue();
  }

  @Test
  void nothingApproved_noVerdictAndNotInParity() {
    first.leadership.gain();
    bench.fleet.report(SERVICE, report("kms1", KEY).clearStatement().build());

    eventually(() -> assertThat(first.verdict("kms1").reason()).isEqualTo("no key approved yet"));
    assertThat(first.verdict("kms1").verdict()).isEmpty();
    assertThat(first.parity().isInParity()).isFalse();
    assertThat(first.parity().hosts().get(0).since()).isEmpty();
  }

  @Test
  void standardNotReadYet_nothingIsGood() {
    first.leadership.gain();
    first.approve(statement(1, KEY));
    bench.gate.holdReads();
    first.leadership.lose();
    first.leadership.gain();
    reports(KEY, KEY, KEY);

    assertThat(first.parity().isInParity()).isFalse();
    eventually(() -> assertThat(bench.gate.waiting()).isPositive());
    assertThat(first.parity().hosts())
        .allSatisfy(
            host -> {
              assertThat(host.verdict().verdict()).contains(Verdict.UNKNOWN);
              assertThat(host.verdict().isNotKnownYet()).isTrue();
            });

    bench.gate.letReadsGo();
    eventually(() -> assertThat(first.parity().isInParity()).isTrue());
  }

  @Test
  void standardCannotBeRead_unknownWithTheReason_andToldWhenItLasts() {
    first.leadership.gain();
    bench.overwrite(STATEMENT, "rubbish");
    reports(KEY, KEY, KEY);

    eventually(
        () ->
            assertThat(first.verdict("kms1").reason())
                .startsWith("which key is approved cannot be read: "));
    assertThat(first.verdict("kms1").verdict()).contains(Verdict.UNKNOWN);
    assertThat(first.verdict("kms1").isPending()).isFalse();
    eventually(() -> assertThat(remembered("kms1")).isEqualTo(Verdict.UNKNOWN));
    bench.clock.advance(Transitions.LASTING);
    eventually(
        () -> assertThat(bench.events()).filteredOn(it -> it.startsWith("WARNING")).hasSize(3));
  }

  /** From the moment a new statement is on record nobody is held against the old one. */
  @Test
  void newStatement_oldStandardNotShownAnyMore() {
    inParity();
    bench.gate.holdReads();
    bench.overwrite(RecordKey.of(Kind.SPEC, SERVICE), "x"); // another kind changes nothing
    assertThat(first.parity().isInParity()).isTrue();

    bench.gate.letReadsGo();
    first.approve(statement(2, ROGUE));

    eventually(() -> assertThat(first.verdict("kms1").verdict()).contains(Verdict.DIVERGED));
  }

  @Test
  void notLeading_nothingIsKnown() {
    assertThat(first.verdict("kms1").reason()).isEqualTo("this coordinator does not lead");
    inParity();

    first.leadership.suspend();
    assertThat(first.parity().isInParity()).isFalse();
    assertThat(first.verdict("kms1").isNotKnownYet()).isTrue();

    first.leadership.resume();
    assertThat(first.parity().isInParity()).isTrue();

    first.leadership.lose();
    assertThat(first.parity().isInParity()).isFalse();
    assertThat(first.parity().approved()).isEmpty();
  }

  @Test
  void hostOutsideTheSnapshot_unknown() {
    inParity();
    first.leadership.lose();
    first.leadership.gain();
    eventually(() -> assertThat(first.parity().isInParity()).isTrue());

    ServiceParity wider =
        first.board.parity(Reported.spec("kms1", "kms2", "kms3", "kms4"), bench.fleet.snapshot());

    assertThat(wider.isInParity()).isFalse();
    assertThat(wider.hosts().get(3).verdict().isNotKnownYet()).isTrue();
  }

  // --- what is told ---

  @Test
  void drift_onRecordListenersAndObserverTold_once() {
    inParity();
    first.heard.clear();

    reports(KEY, ROGUE);

    eventually(() -> assertThat(bench.events()).hasSize(1));
    assertThat(bench.events().get(0)).startsWith("CRITICAL kms2 drifted: it holds another key");
    assertThat(first.drifts).containsExactly("kms2");
    assertThat(first.heard).contains(SERVICE);
    assertThat(first.verdict("kms2").held()).isEqualTo(ROGUE.primary());
    assertThat(first.parity().hosts())
        .extracting(ServiceParity.Host::isToldDrift)
        .containsExactly(false, true, false);

    reports(KEY, ROGUE);
    bench.clock.advance(Duration.ofMinutes(1));
    reports(KEY, KEY);
    eventually(
        () ->
            assertThat(bench.events())
                .hasSize(2)
                .last()
                .isEqualTo("INFO kms2 holds the approved key again"));
    assertThat(first.drifts).containsExactly("kms2");
  }

  /** Whatever the store does, a report that has come in is told of. */
  @Test
  void drift_whileTheStoreHangs_toldAllTheSame() {
    inParity();
    bench.gate.holdWrites();

    reports(KEY, ROGUE);
    eventually(() -> assertThat(first.drifts).containsExactly("kms2"));
    eventually(() -> assertThat(bench.gate.waiting()).isEqualTo(1));
    bench.gate.holdReads();
    reports(KEY, ROGUE, ROGUE);

    eventually(() -> assertThat(first.drifts).containsExactly("kms2", "kms3"));
    assertThat(bench.events()).isEmpty();
    bench.gate.letReadsGo();
    bench.gate.letWritesGo();
    eventually(() -> assertThat(bench.events()).hasSize(2));
  }

  @Test
  void drift_replyOfTheWriteLost_onRecordOnce() {
    inParity();
    int before = bench.store.writes();
    bench.store.plan(WriteFault.REPLY_LOST);

    reports(KEY, ROGUE);

    eventually(() -> assertThat(bench.store.writes()).isEqualTo(before + 2));
    assertThat(bench.events()).hasSize(1);
  }

  /** The connection is gone just when the event is to be written: it is written after it. */
  @Test
  void drift_writtenWhileSuspended_onRecordAfterwards() {
    inParity();
    bench.gate.holdWrites();
    reports(KEY, ROGUE);
    eventually(() -> assertThat(bench.gate.waiting()).isEqualTo(1));

    first.leadership.suspend();
    bench.store.plan(WriteFault.UNAVAILABLE);
    bench.gate.letWritesGo();
    first.leadership.resume();

    eventually(() -> assertThat(bench.events()).hasSize(1));
    assertThat(first.drifts).containsExactly("kms2");
  }

  @Test
  void listenerOrObserverThrows_theRestIsTold() {
    inParity();
    first.board.listen(
        service -> {
          throw new IllegalStateException("a listener's own fault");
        });
    first.board.listen(service -> first.heard.add("the next one"));

    reports(KEY, ROGUE);

    eventually(() -> assertThat(first.heard).contains("the next one"));
    eventually(() -> assertThat(bench.events()).hasSize(1));
    assertThat(bench.escaped).isNotEmpty();
    bench.escaped.clear();
  }

  @Test
  void silence_thatLasts_warnedOnce() {
    inParity();
    bench.fleet.put(
        SERVICE,
        new HostView(
            "kms3",
            Freshness.STALE,
            "connection refused",
            Duration.ofSeconds(5),
            report("kms3", KEY).build(),
            null));
    assertThat(first.verdict("kms3").verdict()).contains(Verdict.UNKNOWN);
    eventually(() -> assertThat(remembered("kms3")).isEqualTo(Verdict.UNKNOWN));
    assertThat(bench.events()).isEmpty();

    bench.clock.advance(Transitions.LASTING);

    eventually(
        () ->
            assertThat(bench.events())
                .containsExactly(
                    "WARNING kms3: nothing is known of it: no report for 5 s: connection refused"));
    assertThat(first.drifts).isEmpty();
  }

  @Test
  void shorterFile_goodHostAsked_toldInTheRightWords() {
    inParity();
    bench.agents.answer(
        "kms1",
        it ->
            CompletableFuture.completedFuture(
                ReportReply.newBuilder()
                    .setReport(
                        report("kms1", KEY)
                            .addPrefixDigests(
                                PrefixDigest.newBuilder()
                                    .setLength(1900)
                                    .setSha256(KEY.respelled().sha256())))
                    .build()));

    bench.fleet.report(SERVICE, spelled("kms2", KEY, 1900).build());

    eventually(() -> assertThat(bench.events()).hasSize(1));
    assertThat(bench.events().get(0))
        .startsWith("CRITICAL kms2 drifted: its key file is damaged: truncated: ");
    assertThat(first.drifts).containsExactly("kms2");
    assertThat(bench.agents.asked()).containsExactly("kms1 [1900]");
  }

  // --- runs ---

  @Test
  void openRun_whatItChanges_tellsNothing_anythingElseDoes() throws Exception {
    PlanRecord plan = OpenRuns.plan();
    first.leadership.gain();
    first.start(plan, OpenRuns.journal(plan, RunState.RUNNING, List.of()));
    first.approve(plan.identity().orElseThrow());
    Statement told = holding(plan.identity().orElseThrow());
    bench.fleet.report(SERVICE, report("kms1", KEY).setStatement(told).build());
    for (String host : List.of("kms2", "kms3")) {
      bench.fleet.report(SERVICE, Reported.absent(host).setStatement(told).build());
    }
    eventually(() -> assertThat(remembered("kms2")).isEqualTo(Verdict.ABSENT));
    assertThat(first.parity().hosts()).noneMatch(ServiceParity.Host::isToldDrift);

    bench.fleet.report(SERVICE, report("kms2", KEY).setStatement(told).build());
    eventually(() -> assertThat(remembered("kms2")).isEqualTo(Verdict.IN_PARITY));
    assertThat(bench.events()).isEmpty();
    assertThat(first.drifts).isEmpty();

    bench.fleet.report(SERVICE, report("kms3", ROGUE).setStatement(told).build());
    eventually(() -> assertThat(first.drifts).containsExactly("kms3"));
  }

  // --- leaders ---

  @Test
  void newLeader_doesNotTellAgain_norDoesItForgetSinceWhen() {
    inParity();
    bench.clock.advance(Duration.ofMinutes(5));
    reports(KEY, ROGUE);
    eventually(() -> assertThat(bench.events()).hasSize(1));

    first.leadership.lose();
    bench.clock.advance(Duration.ofMinutes(5));
    second.leadership.gain();

    eventually(() -> assertThat(second.verdict("kms2").verdict()).contains(Verdict.DIVERGED));
    eventually(
        () ->
            assertThat(second.parity().hosts().get(1).since())
                .contains(Reported.NOON.plusSeconds(300)));
    reports(ROGUE, ROGUE); // a drift that only the new leader saw, behind the one it must not tell
    eventually(() -> assertThat(second.drifts).containsExactly("kms1"));
    eventually(() -> assertThat(bench.events()).hasSize(2));
  }

  /** What another leader told meanwhile counts, not what this one remembers. */
  @Test
  void leaderAgain_remembersWhatIsOnRecord() {
    inParity();
    reports(KEY, ROGUE);
    eventually(() -> assertThat(bench.events()).hasSize(1));

    first.leadership.lose();
    second.leadership.gain();
    reports(KEY, KEY);
    eventually(() -> assertThat(bench.events()).hasSize(2));
    second.leadership.lose();
    first.leadership.gain();
    eventually(() -> assertThat(first.parity().isInParity()).isTrue());
    bench.clock.advance(Duration.ofMinutes(1));
    reports(KEY, ROGUE);

    eventually(() -> assertThat(bench.events()).hasSize(3));
    assertThat(first.drifts).containsExactly("kms2", "kms2");
    assertThat(second.drifts).isEmpty();
  }

  /** A statement that another leader recorded is what a returning one holds hosts against. */
  @Test
  void leaderAgain_holdsHostsAgainstTheNewestStatement() {
    inParity();
    first.leadership.lose();
    second.leadership.gain();
    second.approve(statement(2, ROGUE));
    second.leadership.lose();
    bench.gate.holdReads();
    first.leadership.gain();

    assertThat(first.parity().isInParity()).isFalse();
    bench.gate.letReadsGo();
    eventually(() -> assertThat(first.verdict("kms1").verdict()).contains(Verdict.DIVERGED));
  }

  @Test
  void newLeader_hasNotHeardOfAHost_tellsNothingOfIt_untilItShouldHave() {
    inParity();
    first.leadership.lose();
    bench.fleet.silent(SERVICE, "kms3", "connecting");
    second.leadership.gain();

    eventually(() -> assertThat(second.verdict("kms1").isInParity()).isTrue());
    assertThat(second.verdict("kms3").isNotKnownYet()).isTrue();
    assertThat(second.parity().isInParity()).isFalse();

    bench.clock.advance(Transitions.LASTING);
    assertThat(second.verdict("kms3").isNotKnownYet()).isFalse();
    eventually(() -> assertThat(remembered("kms3")).isEqualTo(Verdict.UNKNOWN));
    assertThat(bench.events()).isEmpty();
    bench.clock.advance(Transitions.LASTING);
    eventually(() -> assertThat(bench.events()).hasSize(1));
  }

  @Test
  void recordOfWhatWasToldDamaged_toldAgainRatherThanNever() {
    inParity();
    reports(KEY, ROGUE);
    eventually(() -> assertThat(bench.events()).hasSize(1));
    bench.overwrite(RecordKey.of(Kind.PARITY, SERVICE), "rubbish");

    first.leadership.lose();
    second.leadership.gain();

    eventually(() -> assertThat(second.drifts).containsExactly("kms2"));
    eventually(() -> assertThat(remembered("kms2")).isEqualTo(Verdict.DIVERGED));
  }

  @Test
  void deposedLeader_tellsNothingMore() {
    inParity();
    first.leadership.lose();
    int before = bench.store.writes();

    reports(KEY, ROGUE);
    second.leadership.gain();

    eventually(() -> assertThat(second.drifts).containsExactly("kms2"));
    eventually(() -> assertThat(bench.events()).hasSize(1));
    assertThat(first.drifts).isEmpty();
    assertThat(bench.store.writes()).isEqualTo(before + 1);
  }

  @Test
  void serviceRetired_notJudgedAnyMore() {
    inParity();
    bench.declare(Reported.spec("kms1"));
    reports(KEY, ROGUE);
    bench.fleet.report(SERVICE, report("kms1", ROGUE).build());

    eventually(() -> assertThat(first.drifts).containsExactly("kms1"));
    assertThat(first.drifts).doesNotContain("kms2");
  }
}

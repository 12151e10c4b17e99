package dev.keyparity.coordinator.enablement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.enablement.EnablementBench.Leader;
import dev.keyparity.coordinator.enablement.plan.Plan;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanOutcome;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.evidence.ForgottenVersions;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.warrant.WarrantCheck;
import dev.keyparity.keyring.Digest;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Key;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
  private static final Ring KEY = Ring.of("kms1");

  private static PlanRecord planned(EnablementBench bench, PlanRequest request)
      throws InterruptedException {
    return bench.plan(bench.leader(), request).orElseThrow();
  }

  private static List<Act> acts(PlanRecord record, Verb verb) {
    return record.acts().map(Warrant::acts).orElse(List.of()).stream()
        .filter(act -> act.verb() == verb)
        .toList();
  }

  @Test
  void enable_joiningHosts_warrantHoldsTheExactActsAndNoOther() throws Exception {
    PlanRecord record = planned(EnableRunTest.joining(), EnablementBench.request(PlanKind.ENABLE));

    Warrant warrant = record.acts().orElseThrow();
    IdentityStatement statement = record.identity().orElseThrow();
    assertThat(warrant.planDigest()).isEqualTo(record.plan().digest());
    assertThat(warrant.run()).isEqualTo(record.plan().run().value());
    assertThat(warrant.ticket()).isEqualTo("CHG-1");
    assertThat(statement.generation()).isEqualTo(1);
    assertThat(statement.hosts()).containsExactly("kms1", "kms2", "kms3");
    assertThat(statement.keyIdentity()).isEqualTo(KEY.identity());
    assertThat(statement.files()).isEqualTo(Map.of("secring.gpg", KEY.sha256()));
    assertThat(acts(record, Verb.APPROVE_IDENTITY))
        .containsExactly(
            Act.of(
                Verb.APPROVE_IDENTITY,
                "synchronize-key",
                "*",
                Map.of(WarrantCheck.STATEMENT_BOUND, Digest.of(statement.canonicalBytes()).hex())));
    assertThat(acts(record, Verb.INSTALL))
        .containsExactly(install("kms2", "absent", "none"), install("kms3", "absent", "none"));
    assertThat(acts(record, Verb.STOP))
        .containsExactly(
            Act.of(Verb.STOP, "synchronize-key", "kms2", Map.of()),
            Act.of(Verb.STOP, "synchronize-key", "kms3", Map.of()),
            Act.of(Verb.STOP, "restart-kms", "kms1", Map.of()));
    assertThat(acts(record, Verb.WRITE_SETTING)).hasSize(24);
    assertThat(warrant.acts()).hasSize(1 + 2 + 3 + 3 + 24);
  }

  private static Act install(String host, String replaces, String givesWay) {
    return Act.of(
        Verb.INSTALL,
        "synchronize-key",
        host,
        Map.of(
            "replaces",
            replaces,
            "installs",
            KEY.sha256(),
            "identity",
            KEY.identity(),
            "gives_way",
            givesWay,
            "source",
            "kms1"));
  }

  /** The heart of I2: no plan of this kind can lead to an install over another key. */
  @Test
  void enable_differentKeys_allowsNoInstallNoStopAndApprovesNothing() throws Exception {
    PlanRecord record = planned(EnableRunTest.diverged(), EnablementBench.request(PlanKind.ENABLE));

    assertThat(record.identity()).isEmpty();
    assertThat(acts(record, Verb.INSTALL)).isEmpty();
    assertThat(acts(record, Verb.STOP)).isEmpty();
    assertThat(acts(record, Verb.APPROVE_IDENTITY)).isEmpty();
    assertThat(record.plan().step(StepIds.DIVERGENCE).orElseThrow().detail())
        .startsWith("it will stop here");
  }

  /** A key added to the approved one is another key as well. */
  @Test
  void enable_oneHostHoldsAnAddedKey_countsAsDifferent() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    bench.fleet.host("kms2").serving(Ring.of("extra"));

    PlanRecord record = planned(bench, EnablementBench.request(PlanKind.ENABLE));

    assertThat(acts(record, Verb.INSTALL)).isEmpty();
  }

  @Test
  void enable_sameInputs_sameBytes() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    Leader leader = bench.leader();
    var inputs = bench.inputs(leader);
    var planner =
        new dev.keyparity.coordinator.enablement.plan.Planner(
            dev.keyparity.coordinator.enablement.step.Procedures.order());

    PlanRecord one = planner.plan(EnablementBench.request(PlanKind.ENABLE), inputs).orElseThrow();
    PlanRecord two = planner.plan(EnablementBench.request(PlanKind.ENABLE), inputs).orElseThrow();

    assertThat(one.encode()).isEqualTo(two.encode());
    assertThat(one.plan().id()).isEqualTo(one.plan().digest().substring(0, 8));
  }

  /** Pinned: operators sign these bytes; {@code -Dkeyparity.rewrite=true} after a format change. */
  @ParameterizedTest
  @CsvSource({"ENABLE,plan-enable.json", "ADOPT,plan-adopt.json"})
  void plan_equalsTheGoldenFile(PlanKind kind, String file) throws Exception {
    EnablementBench bench =
        kind == PlanKind.ENABLE
            ? EnableRunTest.joining().withDependantAndClient()
            : AdoptRunTest.uniform();
    Path golden = Path.of("src/test/resources/golden", file);
    byte[] payload = planned(bench, EnablementBench.request(kind)).plan().payload();
    if (Boolean.getBoolean("keyparity.rewrite")) {
      Files.write(golden, payload);
    }

    assertThat(new String(payload, UTF_8)).isEqualTo(Files.readString(golden));
    assertThat(Plan.parse(payload).payload()).isEqualTo(payload);
  }

  @Test
  void planRecord_signedOrNot_comesBackEqual() throws Exception {
    PlanRecord record = planned(EnableRunTest.joining(), EnablementBench.request(PlanKind.ENABLE));
    for (PlanRecord each : List.of(record, EnablementBench.sign(record))) {
      assertThat(PlanRecord.decode(each.encode())).isEqualTo(each);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\":\"keyparity.plan/1\"|\"format\":\"keyparity.plan/2\"|format",
        "\"kind\":\"enable\"|\"kind\":\"enable\",\"mood\":\"x\"|unknown field: mood",
        "\"effect\":\"nothing\"|\"effect\":\"little\"|effect: little",
        "\"kind\":\"enable\"|\"kind\":\"undo\"|plan kind: undo",
      })
  void parse_somethingItDoesNotKnow_refused(String found, String replaced, String message)
      throws Exception {
    String payload =
        new String(
            planned(EnableRunTest.joining(), EnablementBench.request(PlanKind.ENABLE))
                .plan()
                .payload(),
            UTF_8);
    String changed = payload.replace(found, replaced);
    assertThat(changed).isNotEqualTo(payload);

    assertThatThrownBy(() -> Plan.parse(changed.getBytes(UTF_8)))
        .isInstanceOf(MalformedRecord.class)
        .hasMessageContaining(message);
  }

  @Test
  void approvals_ofTwoOperators_countOnceEachAndOnlyForTheVeryBytes() throws Exception {
    PlanRecord record = planned(EnableRunTest.joining(), EnablementBench.request(PlanKind.ENABLE));
    assertThat(record.approvalsGiven()).isZero();
    PlanRecord once = EnablementBench.sign(record);
    assertThat(once.approvalsGiven()).isEqualTo(1);
    assertThat(EnablementBench.sign(once).approvalsGiven()).isEqualTo(1);

    SignedDocument other = SignedDocument.unsigned("{}".getBytes(UTF_8));
    assertThatThrownBy(() -> record.signed(Optional.of(other), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not the draft of this plan");
  }

  /** Half signed is not signed: the statement counts as much as the warrant. */
  @Test
  void approvals_warrantSignedAndStatementNot_notApproved() throws Exception {
    PlanRecord record = planned(EnableRunTest.joining(), EnablementBench.request(PlanKind.ENABLE));

    PlanRecord half = record.signed(EnablementBench.sign(record).warrant(), Optional.empty());

    assertThat(half.isApproved()).isFalse();
  }

  @Test
  void approvalsNeeded_isTheHigherOfPolicyAndAgents() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    bench.fleet.host("kms3").reportEdit = report -> report.setApprovalsDemanded(2);

    PlanRecord record = planned(bench, EnablementBench.request(PlanKind.ENABLE));

    assertThat(record.approvalsNeeded()).isEqualTo(2);
    assertThat(EnablementBench.sign(record).isApproved()).isFalse();
  }

  private static void assertRefused(
      EnablementBench bench, PlanRequest request, ErrorCode code, String message)
      throws InterruptedException {
    assertThat(bench.plan(bench.leader(), request))
        .isInstanceOfSatisfying(
            PlanOutcome.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.message()).contains(message);
              assertThat(refused.whatToDo()).isNotEmpty();
            });
  }

  private static PlanRequest enable(String reference, String transfer, String... holds) {
    PlanRequest base = EnablementBench.request(PlanKind.ENABLE);
    return new PlanRequest(
        base.kind(),
        base.service(),
        reference,
        transfer,
        List.of(holds).stream().map(StepId::new).toList(),
        "",
        "",
        List.of(),
        "",
        new TreeMap<>(),
        false,
        base.validFor(),
        base.by());
  }

  @Test
  void enable_unknownReferenceTransferOrHold_refused() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    assertRefused(bench, enable("kms9", ""), ErrorCode.NO_SUCH_HOST, "reference: 'kms9'");
    assertRefused(bench, enable("kms1", "offline"), ErrorCode.USAGE, "transfer: offline");
    assertRefused(bench, enable("kms1", "", "lunch"), ErrorCode.USAGE, "hold before: lunch");
  }

  @Test
  void enable_agentSilent_refusedNamingIt() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    bench.fleet.host("kms3").silent = true;

    assertRefused(
        bench,
        EnablementBench.request(PlanKind.ENABLE),
        ErrorCode.PEER_UNREACHABLE,
        "agent of kms3: no fresh report: connection refused");
  }

  @Test
  void enable_referenceWithoutASoundKey_refused() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    assertRefused(
        bench, enable("kms2", ""), ErrorCode.NOT_IN_PARITY, "kms2: its key file is absent");
    bench.fleet.host("kms1").serving(KEY.damaged());
    assertRefused(
        bench, enable("kms1", ""), ErrorCode.NOT_IN_PARITY, "kms1: its key file is damaged");
    bench.fleet.host("kms1").serving(KEY);
    bench.fleet.host("kms1").reportEdit =
        report -> report.setKeyDirectory(report.getKeyDirectory().toBuilder().setChanging(true));
    assertRefused(bench, enable("kms1", ""), ErrorCode.FILE_CHANGING, "kms1: its key directory");
  }

  private static EnablementBench blocked() throws InterruptedException {
    EnablementBench bench = EnableRunTest.diverged();
    Leader leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));
    Tick tick = bench.drive(leader, plan.plan().run());
    assertThat(tick.kind()).isEqualTo(Tick.Kind.STANDS_STILL);
    return bench;
  }

  private static Map<String, String> bothGoWay() {
    return Map.of("kms2", Ring.of("kms2").primary(), "kms3", Ring.of("kms3").primary());
  }

  @Test
  void giveWay_everyForeignKeyNamed_warrantNamesEachAndPlanShowsWhatOnlyItOpens() throws Exception {
    PlanRecord record = planned(blocked(), EnablementBench.giveWay(KEY, bothGoWay()));

    assertThat(acts(record, Verb.INSTALL))
        .containsExactly(
            install("kms2", Ring.of("kms2").sha256(), Ring.of("kms2").primary()),
            install("kms3", Ring.of("kms3").sha256(), Ring.of("kms3").primary()));
    assertThat(record.plan().keep()).isEqualTo(KEY.primary());
    assertThat(record.givesWay()).isEqualTo(bothGoWay());
    assertThat(record.plan().observedOn("kms2").onlyHere()).containsExactly("keyparity_probe@0");
    assertThat(Plan.parse(record.plan().payload())).isEqualTo(record.plan());
  }

  @Test
  void giveWay_aHostLeftOutOrAnotherKeyNamed_refused() throws Exception {
    EnablementBench bench = blocked();
    assertRefused(
        bench,
        EnablementBench.giveWay(KEY, Map.of("kms2", Ring.of("kms2").primary())),
        ErrorCode.USAGE,
        "each host that holds another key");
    assertRefused(
        bench,
        EnablementBench.giveWay(
            KEY, Map.of("kms2", Ring.of("kms3").primary(), "kms3", Ring.of("kms3").primary())),
        ErrorCode.USAGE,
        "each host that holds another key");
    assertRefused(
        bench,
        EnablementBench.giveWay(Ring.of("nobody"), bothGoWay()),
        ErrorCode.USAGE,
        "keep: no host holds a sound key file");
  }

  @Test
  void giveWay_noRunIsBlockedThere_refused() throws Exception {
    assertRefused(
        EnableRunTest.diverged(),
        EnablementBench.giveWay(KEY, bothGoWay()),
        ErrorCode.USAGE,
        "no run of kms-prod is blocked at divergence");
  }

  private static EnablementBench onlyKms3Opens(String version) throws InterruptedException {
    EnablementBench bench = EnableRunTest.diverged();
    bench.fleet.kms.key(KeyVersion.parse(version).key(), 1, "kms3");
    Leader leader = bench.leader();
    bench.drive(leader, bench.begin(leader, EnablementBench.request(PlanKind.ENABLE)).plan().run());
    return bench;
  }

  @Test
  void giveWay_aCustomersVersionWouldBeLost_refusedByRuleUntilForgotten() throws Exception {
    EnablementBench bench = onlyKms3Opens("payroll@0");

    PlanOutcome outcome = bench.plan(bench.leader(), EnablementBench.giveWay(KEY, bothGoWay()));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            PlanOutcome.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.KEY_WOULD_BE_LOST);
              assertThat(refused.rule()).isEqualTo("I2");
              assertThat(refused.message()).contains("payroll@0").doesNotContain("probe");
            });

    Leader leader = bench.leader();
    leader.evidence.forget(
        leader.token,
        FakeFleet.SERVICE,
        before ->
            before.with(
                new ForgottenVersions.Entry(
                    KeyVersion.parse("payroll@0"),
                    "its owner agreed",
                    "alice",
                    bench.fleet.clock.instant(),
                    "w-9")));
    assertThat(bench.plan(leader, EnablementBench.giveWay(KEY, bothGoWay())))
        .isInstanceOf(PlanOutcome.Planned.class);
  }

  /** Not asked is not the same as cannot: what is not known may be lost. */
  @Test
  void giveWay_aHostCouldNotBeAsked_refused() throws Exception {
    EnablementBench bench = EnableRunTest.diverged();
    bench.fleet.host("kms3").process = null;
    Leader leader = bench.leader();
    bench.drive(leader, bench.begin(leader, EnablementBench.request(PlanKind.ENABLE)).plan().run());

    assertRefused(
        bench,
        EnablementBench.giveWay(KEY, bothGoWay()),
        ErrorCode.BLOCKED,
        "what would be lost is not known");
  }

  /** It holds the key and does not run: it is started in synchronize-key, before any stop. */
  @Test
  void enable_holderWhoseKmsIsDown_mayBeStartedFirst() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    bench.fleet.host("kms3").file = KEY;

    PlanRecord record = planned(bench, EnablementBench.request(PlanKind.ENABLE));

    assertThat(acts(record, Verb.START))
        .contains(Act.of(Verb.START, "synchronize-key", "kms3", Map.of()));
    assertThat(record.plan().step(StepIds.SYNCHRONIZE_KEY).orElseThrow().hosts())
        .containsExactly("kms2", "kms3");
    assertThat(record.plan().step(StepIds.SYNCHRONIZE_KEY).orElseThrow().detail())
        .startsWith("start kms3 first; from kms1");
    assertThat(record.allows(Verb.START, StepIds.SYNCHRONIZE_KEY, "kms1")).isFalse();
  }

  private static UnaryOperator<HostReport.Builder> withKeys(Ring... rings) {
    return report -> {
      KeyDirectory.Builder keys = report.getKeyDirectory().toBuilder().clearKeys();
      for (Ring ring : rings) {
        keys.addKeys(Key.newBuilder().setFingerprint(ring.primary()).setPrimary(true));
        keys.addKeys(Key.newBuilder().setFingerprint(ring.subkey()));
      }
      return report.setKeyDirectory(keys);
    };
  }

  /** As the agent works it out: the first primary key of the file that is not kept. */
  @Test
  void repair_keyAddedBehindTheApprovedOne_thatOneGivesWay() throws Exception {
    EnablementBench bench = RepairRunTest.drifted(Ring.of("rogue"));
    bench.fleet.host("kms2").reportEdit = withKeys(KEY, Ring.of("rogue"));

    PlanRecord record = planned(bench, EnablementBench.repair("kms2"));

    assertThat(record.givesWay()).isEqualTo(Map.of("kms2", Ring.of("rogue").primary()));
  }

  @Test
  void repair_onlyASubkeyAdded_thatGivesWay() throws Exception {
    EnablementBench bench = RepairRunTest.drifted(Ring.of("rogue"));
    String added = Ring.of("rogue").subkey();
    bench.fleet.host("kms2").reportEdit =
        report ->
            withKeys(KEY)
                .apply(report)
                .setKeyDirectory(
                    report.getKeyDirectory().toBuilder()
                        .addKeys(Key.newBuilder().setFingerprint(added)));

    PlanRecord record = planned(bench, EnablementBench.repair("kms2"));

    assertThat(record.givesWay()).isEqualTo(Map.of("kms2", added));
  }

  /** The agent would keep the second one and refuse; better to say so before anything is signed. */
  @Test
  void repair_twoKeysWouldGiveWay_refused() throws Exception {
    EnablementBench bench = RepairRunTest.drifted(Ring.of("rogue"));
    bench.fleet.host("kms2").reportEdit = withKeys(Ring.of("rogue"), Ring.of("second"));

    assertRefused(
        bench,
        EnablementBench.repair("kms2"),
        ErrorCode.UNIMPLEMENTED,
        "kms2: beside %s it holds %s, %s"
            .formatted(
                Ring.of("rogue").primary(),
                Ring.of("second").primary(),
                Ring.of("second").subkey()));
  }
}

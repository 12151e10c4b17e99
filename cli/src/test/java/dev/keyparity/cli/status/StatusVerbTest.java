package dev.keyparity.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.Policy;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusVerbTest {
  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void status_everyHostInParity_answersFirstThenEvidence() {
    admin.answering("GetStatus", Statuses.of(Statuses.inParity()));

    Result result = cli.run("status", "kms-prod");

    Golden.assertMatches("status-in-parity.txt", result.out());
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    assertThat(admin.requests(GetStatusRequest.class))
        .extracting(GetStatusRequest::getService)
        .containsExactly("kms-prod");
  }

  /** What was answered from memory is no proof, and is not shown as one. */
  @Test
  void status_matrixFromMemory_saysSo() {
    ServiceStatus.Builder service = Statuses.inParity().toBuilder();
    service.getMatrixBuilder().setMemoryOnly(6);
    admin.answering("GetStatus", Statuses.of(service.build()));

    assertThat(cli.run("status", "kms-prod").out())
        .contains("decrypt matrix 6 of 6, 6 perhaps from memory, 14:02");
  }

  @Test
  void status_policy_saysWhetherItMayAct_andElseHowItMay() {
    Instant soon = TestCli.NOW.plusSeconds(3600);
    Policy.Builder allowed =
        Policy.newBuilder()
            .setOnDrift("repair")
            .setAllowedBy("alice")
            .setAllowedUntilMs(soon.toEpochMilli());
    String sign = "keyparity enforcement allow kms-prod --for 90d --reason …";

    assertThat(policyLine(allowed)).startsWith("policy repair, allowed by alice until ");
    assertThat(policyLine(Policy.newBuilder().setOnDrift("repair")))
        .isEqualTo("policy repair, and nobody signed for it: " + sign);
    assertThat(policyLine(allowed.clone().setIsOutdated(true)))
        .isEqualTo("policy repair, and it was signed for an earlier approval: " + sign);
    assertThat(policyLine(allowed.clone().setAllowedUntilMs(TestCli.NOW.toEpochMilli())))
        .isEqualTo("policy repair, and what alice signed is over: " + sign);
  }

  private String policyLine(Policy.Builder policy) {
    ServiceStatus service = Statuses.inParity().toBuilder().setPolicy(policy).build();
    admin.answering("GetStatus", Statuses.of(service));
    return cli.width(140)
        .run("status", "kms-prod")
        .out()
        .lines()
        .filter(line -> line.startsWith("policy "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void status_changeOpen_saysWhatMayBeOtherUntilWhenByWhomAndWhy() {
    ServiceStatus.Builder service = Statuses.inParity().toBuilder();
    service
        .addChangesBuilder()
        .setFile("keytrustee.conf")
        .setSha256("2c26b46b".repeat(8))
        .setFromMs(TestCli.NOW.toEpochMilli())
        .setUntilMs(TestCli.NOW.plusSeconds(3600).toEpochMilli())
        .setBy("alice")
        .setReason("CHG-4711");
    admin.answering("GetStatus", Statuses.of(service.build()));

    assertThat(cli.run("status", "kms-prod").out())
        .contains(
            "sanctioned  keytrustee.conf may become 2c26b46b… until today 15:08, by alice:",
            "CHG-4711");
    assertThat(cli.run("status", "kms-prod", "-o", "json").out())
        .contains("\"file\": \"keytrustee.conf\"", "\"sha256\": \"2c26b46b2c26");
  }

  @Test
  void status_wideTerminal_showsMoreOnALine() {
    admin.answering("GetStatus", Statuses.of(Statuses.drifted()));

    Golden.assertMatches("status-drifted-140.txt", cli.width(140).run("status").out());
  }

  @Test
  void status_oneHostDivergedOneSilent_saysWhichAndWhatToDo() {
    admin.answering("GetStatus", Statuses.of(Statuses.drifted()));

    Result result = cli.run("status");

    Golden.assertMatches("status-drifted.txt", result.out());
    assertThat(result.exit()).isZero();
  }

  @Test
  void status_narrowTerminal_losesNothing() {
    admin.answering("GetStatus", Statuses.of(Statuses.drifted()));

    Golden.assertMatches("status-drifted-60.txt", cli.width(60).run("status").out());
  }

  @Test
  void status_nothingApprovedYet_judgesNobody() {
    admin.answering("GetStatus", Statuses.of(Statuses.notApproved()));

    Golden.assertMatches("status-not-approved.txt", cli.run("status").out());
  }

  @Test
  void status_runBlockedAndEnforcementPaused_saysBoth() {
    admin.answering("GetStatus", Statuses.of(Statuses.blockedAndPaused()));

    Golden.assertMatches("status-blocked-paused.txt", cli.run("status").out());
  }

  @Test
  void status_severalServices_answersEachAndOpensOnlyThoseInTrouble() {
    admin.answering("GetStatus", Statuses.of(Statuses.inParity(), Statuses.drifted("kms-dev")));

    Golden.assertMatches("status-several.txt", cli.run("status").out());
  }

  @Test
  void status_noServiceDeclared_saysHowToDeclareOne() {
    admin.answering("GetStatus", Statuses.of());

    Result result = cli.run("status", "--check");

    assertThat(result.out()).contains("no service is declared", "keyparity service apply");
    assertThat(result.exit()).as("nothing is never good").isEqualTo(6);
  }

  @Test
  void status_json_isTheDocumentedSchema() {
    admin.answering("GetStatus", Statuses.of(Statuses.drifted()));

    Golden.assertMatches("status-drifted.json", cli.run("status", "-o", "json").out());
  }

  @Test
  void status_jsonOfNothingApproved_hasNullsAndNeverLeavesAFieldOut() {
    admin.answering("GetStatus", Statuses.of(Statuses.notApproved()));

    Golden.assertMatches("status-not-approved.json", cli.run("status", "-o", "json").out());
  }

  @Test
  void status_yaml_saysTheSame() {
    admin.answering("GetStatus", Statuses.of(Statuses.blockedAndPaused()));

    Golden.assertMatches("status-blocked-paused.yaml", cli.run("-o", "yaml", "status").out());
  }

  @Test
  void status_terminalWithColours_coloursOnlyDoubleTheWords() {
    admin.answering("GetStatus", Statuses.of(Statuses.drifted()));
    String plain = cli.run("status").out();

    String coloured = cli.typing("").run("status").out();

    assertThat(coloured).contains("\u001b[1;31mNOT IN PARITY\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    assertThat(cli.run("status", "--no-color").out()).isEqualTo(plain);
    assertThat(cli.environment("NO_COLOR", "1").run("status").out()).isEqualTo(plain);
  }

  @Test
  void status_terminalWithoutUnicode_fallsBackToAscii() {
    admin.answering("GetStatus", Statuses.of(Statuses.inParity()));

    String out = cli.ascii().run("status").out();

    assertThat(out).contains("4F2A..9C1D", "3 +");
    assertThat(out.codePoints()).allMatch(c -> c < 0x7f);
  }

  @Test
  void status_reasonWithControlCharacters_cannotMoveTheCursor() {
    ServiceStatus.Builder service = Statuses.drifted().toBuilder();
    service.getHostsBuilder(1).setReason("\u001b[2J\u001b]0;pwned\u0007 all fine");
    admin.answering("GetStatus", Statuses.of(service.build()));

    assertThat(cli.run("status").out()).doesNotContain("\u001b", "\u0007").contains("?[2J");
    assertThat(cli.run("status", "-o", "json").out())
        .doesNotContain("\u001b", "\u0007")
        .contains("\\u001b");
  }

  @Test
  void check_exitsZeroOnlyIfEveryHostOfEveryServiceIsGood() {
    admin.answering("GetStatus", Statuses.of(Statuses.inParity()));
    assertThat(cli.run("status", "--check").exit()).isZero();

    admin.answering("GetStatus", Statuses.of(Statuses.inParity(), Statuses.drifted("kms-dev")));
    assertThat(cli.run("status", "--check").exit()).isEqualTo(6);
  }

  @Test
  void check_verdictUnknownToThisVersion_isNotGood() {
    ServiceStatus.Builder service = Statuses.inParity().toBuilder();
    service.getHostsBuilder(0).setVerdict("SHINY_NEW");
    admin.answering("GetStatus", Statuses.of(service.build()));

    Result result = cli.run("status", "--check");

    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.out()).contains("NOT IN PARITY", "kms1.example.com is SHINY_NEW");
  }

  @Test
  void check_coordinatorSaysGoodButAHostIsNot_believesTheHost() {
    ServiceStatus.Builder service = Statuses.drifted().toBuilder().setInParity(true);
    admin.answering("GetStatus", Statuses.of(service.build()));

    assertThat(cli.run("status", "--check").exit()).isEqualTo(6);
  }

  @Test
  void watch_inAPipe_printsEachStatusUntilTheStreamEnds() {
    StatusReply good = Statuses.of(Statuses.inParity());
    StatusReply bad = Statuses.of(Statuses.drifted());
    admin.streaming("WatchStatus", List.of(good, bad));

    Result result = cli.run("status", "--watch", "-o", "json");

    assertThat(result.out().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"schema\":\"keyparity.status/1\""));
    assertThat(result.exit()).isZero();
  }

  @Test
  void watch_onATerminal_replacesTheScreen() {
    admin.streaming("WatchStatus", List.of(Statuses.of(Statuses.inParity())));

    assertThat(cli.typing("").run("status", "--watch").out()).startsWith("\u001b[H\u001b[2J");
  }

  @Test
  void watchWithCheck_isAUsageError() {
    assertThat(cli.run("status", "--watch", "--check").exit()).isEqualTo(2);
  }
}

package dev.keyparity.cli.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.OperatorDirectory;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.StandingActs;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.AllowEnforcementReply;
import dev.keyparity.proto.coordinator.v1.AllowEnforcementRequest;
import dev.keyparity.proto.coordinator.v1.EnforcementReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowEnforcementTest {
  private static final String REASON = "on-call policy";
  private static final Duration ASKED = Duration.ofDays(90);
  private static final Act KMS1 = repair("kms1", "a".repeat(64));
  private static final Act KMS2 = repair("kms2", "a".repeat(64));

  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @TempDir Path temp;
  private OperatorDirectory operator;

  @BeforeEach
  void operator() {
    operator = new OperatorDirectory(temp);
    cli.tlsDirectory(temp);
    answer(warrant("kms-prod", REASON, ASKED, KMS1, KMS2));
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private static Act repair(String host, String installs) {
    return Act.of(
        Verb.REPAIR,
        StandingActs.STEP,
        host,
        Map.of("identity", "b".repeat(64), "installs", installs));
  }

  private static Warrant warrant(String service, String reason, Duration good, Act... acts) {
    return new Warrant(
        "w1",
        "prod",
        service,
        null,
        null,
        1,
        TestCli.NOW,
        TestCli.NOW.plus(good),
        List.of(acts),
        reason,
        null);
  }

  private void answer(Warrant draft) {
    admin.on(
        "AllowEnforcement",
        (AllowEnforcementRequest request) ->
            request.hasWarrant()
                ? AllowEnforcementReply.newBuilder()
                    .setRecorded(true)
                    .setUntilMs(draft.expiresAt().toEpochMilli())
                    .build()
                : AllowEnforcementReply.newBuilder()
                    .setWarrantDraft(ByteString.copyFrom(draft.canonicalBytes()))
                    .build());
  }

  private Result allow(String... more) {
    List<String> line =
        new java.util.ArrayList<>(
            List.of("enforcement", "allow", "kms-prod", "--for", "90d", "--reason", REASON));
    line.add("--yes");
    line.addAll(List.of(more));
    return cli.run(line.toArray(new String[0]));
  }

  @Test
  void allow_showsWhatIsSigned_andSignsExactlyThat() {
    Result result = allow();

    assertThat(result.exit()).isZero();
    Golden.assertMatches("enforcement-allow.err.txt", result.err());
    Golden.assertMatches("enforcement-allow.txt", result.out());
    AllowEnforcementRequest signed = admin.requests(AllowEnforcementRequest.class).get(1);
    assertThat(signed.getForMs()).isEqualTo(ASKED.toMillis());
    assertThat(operator.approves(signed.getWarrant(), DocumentKind.WARRANT)).isTrue();
    Golden.assertMatches("enforcement-allow.json", allow("-o", "json").out());
  }

  @Test
  void draftThatSaysAnythingElse_isNeverSigned() {
    for (Warrant draft :
        List.of(
            warrant("kms-dev", REASON, ASKED, KMS1),
            warrant("kms-prod", "other words", ASKED, KMS1),
            warrant("kms-prod", REASON, Duration.ofDays(91), KMS1),
            warrant("kms-prod", REASON, ASKED, KMS1, repair("kms2", "c".repeat(64))),
            warrant("kms-prod", REASON, ASKED, StandingActs.quarantine("kms1")),
            warrant(
                "kms-prod",
                REASON,
                ASKED,
                KMS1,
                Act.of(Verb.CHANGE_POLICY, StandingActs.STEP, "*", Map.of())))) {
      answer(draft);

      assertThat(allow().exit()).as(draft.toString()).isEqualTo(8);
    }
    assertThat(admin.requests(AllowEnforcementRequest.class))
        .noneMatch(AllowEnforcementRequest::hasWarrant);
  }

  @Test
  void forbid_saysWhatBecameOfIt() {
    admin.answering("ForbidEnforcement", EnforcementReply.newBuilder().setChanged(true).build());

    Result result = cli.run("enforcement", "forbid", "kms-prod", "--reason", "CHG-4712");

    assertThat(result.exit()).isZero();
    assertThat(result.out()).isEqualTo("kms-prod: policy does nothing by itself any more\n");
  }
}

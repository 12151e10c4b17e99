package dev.keyparity.cli.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.OperatorDirectory;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.CloseChangeReply;
import dev.keyparity.proto.coordinator.v1.CloseChangeRequest;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.OpenChange;
import dev.keyparity.proto.coordinator.v1.OpenChangeReply;
import dev.keyparity.proto.coordinator.v1.OpenChangeRequest;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeVerbsTest {
  private static final String NEW = "b".repeat(64);
  private static final String REASON = "CHG-4711";
  private static final Duration ASKED = Duration.ofHours(2);

  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @TempDir Path temp;
  private OperatorDirectory operator;

  @BeforeEach
  void operator() {
    operator = new OperatorDirectory(temp);
    cli.tlsDirectory(temp);
    answer(warrant("kms-prod", "keytrustee.conf", NEW, REASON, ASKED));
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private void answer(Warrant draft) {
    admin.on(
        "OpenChange",
        (OpenChangeRequest request) ->
            request.hasWarrant()
                ? OpenChangeReply.newBuilder()
                    .setRecorded(true)
                    .setUntilMs(draft.expiresAt().toEpochMilli())
                    .build()
                : OpenChangeReply.newBuilder()
                    .setWarrantDraft(ByteString.copyFrom(draft.canonicalBytes()))
                    .build());
  }

  private static Warrant warrant(
      String service, String file, String sha256, String reason, Duration good) {
    return new Warrant(
        "w1",
        "prod",
        service,
        null,
        null,
        1,
        TestCli.NOW,
        TestCli.NOW.plus(good),
        List.of(
            Act.of(Verb.CHANGE_OPEN, "change-open", "*", Map.of("file", file, "sha256", sha256))),
        reason,
        null);
  }

  private Result open(String sha256) {
    return cli.run(
        "change",
        "open",
        "kms-prod",
        "--file",
        "keytrustee.conf",
        "--sha256",
        sha256,
        "--for",
        "2h",
        "--reason",
        REASON,
        "--yes");
  }

  @Test
  void open_signsExactlyTheDraft_andSaysUntilWhen() {
    Result result = open(NEW.toUpperCase(java.util.Locale.ROOT));

    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("anything else is told as ever", REASON);
    OpenChangeRequest signed = admin.requests(OpenChangeRequest.class).get(1);
    assertThat(signed.getForMs()).isEqualTo(ASKED.toMillis());
    assertThat(signed.getSha256()).isEqualTo(NEW);
    assertThat(operator.approves(signed.getWarrant(), DocumentKind.WARRANT)).isTrue();
  }

  @Test
  void open_draftSaysAnythingElse_isNeverSigned() {
    List<Warrant> drafts =
        List.of(
            warrant("kms-dev", "keytrustee.conf", NEW, REASON, ASKED),
            warrant("kms-prod", "pubring.gpg", NEW, REASON, ASKED),
            warrant("kms-prod", "keytrustee.conf", "c".repeat(64), REASON, ASKED),
            warrant("kms-prod", "keytrustee.conf", NEW, "other words", ASKED),
            warrant("kms-prod", "keytrustee.conf", NEW, REASON, Duration.ofDays(7)));
    for (Warrant draft : drafts) {
      answer(draft);

      assertThat(open(NEW).exit()).as(draft.toString()).isEqualTo(8);
    }
    assertThat(admin.requests(OpenChangeRequest.class)).noneMatch(OpenChangeRequest::hasWarrant);
  }

  @Test
  void open_keyFile_exits8WithThePointer() {
    admin.refusing(
        "OpenChange",
        new KeyparityException(
            ErrorCode.KEY_CHANGE_REFUSED, "secring.gpg: no", "keyparity accept kms-prod"));

    Result result = open(NEW);

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.err()).contains("secring.gpg: no", "keyparity accept kms-prod");
  }

  private void answerOpen(OpenChange... open) {
    admin.answering(
        "GetStatus",
        StatusReply.newBuilder()
            .setAsOfMs(TestCli.NOW.toEpochMilli())
            .addServices(
                ServiceStatus.newBuilder()
                    .setService("kms-prod")
                    .addHosts(HostStatus.newBuilder().setHost("kms1"))
                    .addHosts(HostStatus.newBuilder().setHost("kms2"))
                    .addAllChanges(List.of(open)))
            .build());
  }

  private static OpenChange.Builder open(String file, Duration left) {
    return OpenChange.newBuilder()
        .setFile(file)
        .setSha256(NEW)
        .setFromMs(TestCli.NOW.minus(Duration.ofMinutes(8)).toEpochMilli())
        .setUntilMs(TestCli.NOW.plus(left).toEpochMilli())
        .setBy("alice, carol")
        .setReason(REASON);
  }

  @Test
  void list_tellsWhatIsOpen_theFirstToEndFirst() {
    answerOpen(
        open("pubring.gpg", Duration.ofDays(3)).setReason("CHG-4712: ring imported anew").build(),
        open("keytrustee.conf", ASKED).addHosts("kms2").build());

    Result table = cli.run("change", "list", "kms-prod");
    Result json = cli.run("change", "list", "kms-prod", "-o", "json");

    assertThat(table.exit()).isZero();
    Golden.assertMatches("change-list.txt", table.out());
    Golden.assertMatches("change-list.json", json.out());
    assertThat(admin.requests(GetStatusRequest.class).get(0).getService()).isEqualTo("kms-prod");
  }

  @Test
  void list_nothingOpen_saysSo_andIsAnAnswer() {
    answerOpen();

    Result table = cli.run("change", "list", "kms-prod");

    assertThat(table.exit()).isZero();
    assertThat(table.out()).isEqualTo("no change of kms-prod is open\n");
    assertThat(cli.run("change", "list", "kms-prod", "-o", "json").out())
        .contains("\"changes\": []");
  }

  @Test
  void list_unknownService_isRefused() {
    admin.refusing(
        "GetStatus", new KeyparityException(ErrorCode.NO_SUCH_SERVICE, "service: kms-x", ""));

    assertThat(cli.run("change", "list", "kms-x").exit())
        .isEqualTo(ErrorCode.NO_SUCH_SERVICE.exitMeaning().status());
  }

  @Test
  void close_namesTheFileAndWhy() {
    admin.answering("CloseChange", CloseChangeReply.newBuilder().setClosed(1).build());

    Result result =
        cli.run("change", "close", "kms-prod", "--file", "keytrustee.conf", "--reason", "done");

    assertThat(result.exit()).isZero();
    assertThat(admin.requests(CloseChangeRequest.class).get(0).getReason()).isEqualTo("done");
  }
}

package dev.keyparity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes alone: scripts depend on them. */
class ExitCodeTest {
  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @TempDir Path temp;

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void meanings_haveTheNumbersOfTheContract() {
    assertThat(ExitMeaning.values())
        .extracting(ExitMeaning::status)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void anyRefusalOfTheCoordinator_exitsAsItsCodeMeans(ErrorCode code) {
    admin.refusing("GetStatus", new KeyparityException(code, "what is wrong", "what to do"));

    assertThat(cli.run("status").exit()).isEqualTo(code.exitMeaning().status());
  }

  @Test
  void answered_exitsZero() {
    admin.answering("GetStatus", StatusReply.getDefaultInstance());

    assertThat(cli.run("status").exit()).isZero();
    assertThat(cli.runBare("--help").exit()).isZero();
    assertThat(cli.runBare("status", "--help").exit()).isZero();
    assertThat(cli.runBare("--version").exit()).isZero();
    assertThat(cli.runBare("version").exit()).isZero();
    assertThat(cli.runBare("completion", "bash").exit()).isZero();
    assertThat(cli.runBare("completion", "zsh").exit()).isZero();
  }

  @Test
  void faultOfOurs_exitsOne() {
    admin.once("GetStatus", (request, stream) -> stream.onError(Status.INTERNAL.asException()));

    assertThat(cli.run("status").exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "statsu",
        "status --no-such-option",
        "status one two",
        "status --timeout fast",
        "status -o xml",
        "status --coordinator host:99999",
        "run",
        "run jump",
        "enable kms-prod",
        "completion fish",
        "keyring compare one"
      })
  void wrongCommandLine_exitsTwo(String line) {
    assertThat(cli.runBare(line.isEmpty() ? new String[0] : line.split(" ", -1)).exit())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host replace kms-prod kms4",
        "agent reset-fence",
        "backup restore kms-prod",
        "key export kms-prod",
        "key import kms-prod",
        "pki renew",
        "pki revoke",
        "enable kms-prod --reference kms1 --transfer offline"
      })
  void notBuiltYet_saysSoAndExitsTwo(String line) {
    TestCli.Result result = cli.run(line.split(" ", -1));

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("not built yet");
  }

  @Test
  void noConfiguration_exitsThree() throws IOException {
    assertThat(cli.runBare("status").exit()).isEqualTo(3);
    Path broken = Files.writeString(temp.resolve("cli.yaml"), "contxts: []\n");
    assertThat(cli.runBare("status", "--config", broken.toString()).exit()).isEqualTo(3);
    assertThat(cli.runBare("status", "--config", temp + "/none.yaml").exit()).isEqualTo(3);
  }

  @Test
  void nobodyAnswers_exitsFour() {
    assertThat(cli.run("status", "--coordinator", "elsewhere:7418").exit()).isEqualTo(4);
  }

  @Test
  void nobodyLeads_exitsFive() {
    admin.standingBy("");

    assertThat(cli.run("status").exit()).isEqualTo(5);
  }
}

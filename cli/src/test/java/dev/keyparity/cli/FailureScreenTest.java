package dev.keyparity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What, where, what was expected, what to do; then the exit status at the right edge. */
class FailureScreenTest {
  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @AfterEach
  void close() {
    cli.close();
  }

  private String failing(KeyparityException refusal) {
    admin.refusing("GetStatus", refusal);
    Result result = cli.run("status");
    assertThat(result.out()).as("failures are talk").isEmpty();
    return result.err();
  }

  @Test
  void refusals_readAsDesigned() {
    String screens =
        failing(
                new KeyparityException(
                    ErrorCode.TLS_WRONG_ROLE,
                    "agent kms2.example.com:7417 refused our certificate: role is agent (expected:"
                        + " coordinator)",
                    "this coordinator was given an agent's certificate:"
                        + " /etc/keyparity/tls/tls.crt\nkeyparity pki issue coordinator coord1"))
            + "\n"
            + failing(
                new KeyparityException(
                        ErrorCode.LAST_SERVING,
                        "kms1 is the last host that serves the approved key",
                        "keyparity status kms-prod shows why the others do not")
                    .withRule("I5"))
            + "\n"
            + failing(
                new KeyparityException(
                    ErrorCode.RUN_ALREADY_OPEN,
                    "kms-prod: run 8c1f22d09a3e-51d0 is open (expected: none)",
                    "keyparity run show 8c1f22d09a3e-51d0"))
            + "\n"
            + failing(
                new KeyparityException(
                    ErrorCode.NO_RECOVERY_KEY,
                    "kms-prod: no recovery key is proven (expected: at least one)",
                    "keyparity recovery-key prove kms-prod"))
            + "\n"
            + failing(
                new KeyparityException(
                    ErrorCode.ZOOKEEPER_UNAVAILABLE,
                    "ZooKeeper zk1:2181,zk2:2181,zk3:2181: no quorum (expected: 2 of 3)",
                    "docs/operations/runbooks/zookeeper-down.md"));

    Golden.assertMatches("failures.txt", screens);
  }

  @Test
  void usageErrors_suggestWhatWasMeant() {
    String screens =
        cli.runBare("statsu").err()
            + "\n"
            + cli.runBare("run", "shwo").err()
            + "\n"
            + cli.runBare("status", "--wtach").err()
            + "\n"
            + cli.runBare("enable", "kms-prod").err()
            + "\n"
            + cli.runBare("status", "--timeout", "fast").err()
            + "\n"
            + cli.runBare("status", "-o", "xml").err()
            + "\n"
            + cli.runBare("pki", "issue", "boss", "x").err()
            + "\n"
            + cli.runBare("completion", "fish").err()
            + "\n"
            + cli.runBare("gate", "override", "--for", "30m").err()
            + "\n"
            + cli.runBare("agent", "enrol").err();

    Golden.assertMatches("usage-errors.txt", screens);
  }

  @Test
  void timesInARefusal_areTheReadersOwn() {
    String err =
        failing(
            new KeyparityException(
                ErrorCode.USAGE, "every host opened it at 2026-11-24T12:00:11.560264556Z", ""));

    assertThat(err).contains("opened it at 13:00:11 CET").doesNotContain("560264556");
  }

  @Test
  void help_asAVerb_isThatOfTheVerbBehindIt() {
    assertThat(cli.runBare("help", "run", "show")).isEqualTo(cli.runBare("run", "show", "--help"));
    assertThat(cli.runBare("help").exit()).isZero();
  }

  @Test
  void faultOfOurs_hidesTheStackUnlessAskedFor() {
    admin.once("GetStatus", (request, stream) -> stream.onError(Status.DATA_LOSS.asException()));

    assertThat(cli.run("status").err()).doesNotContain("    at ");
    assertThat(cli.environment("KEYPARITY_TRACE", "1").run("status").err()).contains("    at ");
  }

  @Test
  void refusalWithControlCharacters_cannotMoveTheCursor() {
    String err =
        failing(
            new KeyparityException(ErrorCode.CONFLICT, "\u001b[2Jall fine\u0007", "\u001b]0;x"));

    assertThat(err).doesNotContain("\u001b", "\u0007");
  }
}

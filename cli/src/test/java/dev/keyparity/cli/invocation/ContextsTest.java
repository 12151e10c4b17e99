package dev.keyparity.cli.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextsTest {
  private static final String TWO =
      """
      context: prod-7
      contexts:
        - name: prod-7
          coordinators: ["prod:7418"]
          tls_directory: /etc/keyparity/tls
        - name: dev
          coordinators: ["down:7418", "dev:7418"]
          tls_directory: /etc/keyparity/tls-dev
      """;

  private final FakeAdmin prod = new FakeAdmin();
  private final FakeAdmin dev = new FakeAdmin();
  private final TestCli cli =
      new TestCli().coordinator("prod:7418", prod).coordinator("dev:7418", dev);

  @TempDir Path temp;

  @BeforeEach
  void answer() {
    prod.answering("GetStatus", StatusReply.getDefaultInstance());
    dev.answering("GetStatus", StatusReply.getDefaultInstance());
    cli.home(temp);
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private void system(String yaml) throws IOException {
    Files.createDirectories(temp.resolve("etc-keyparity"));
    Files.writeString(temp.resolve("etc-keyparity/cli.yaml"), yaml);
  }

  private void user(String yaml) throws IOException {
    Files.createDirectories(temp.resolve(".config/keyparity"));
    Files.writeString(temp.resolve(".config/keyparity/cli.yaml"), yaml);
  }

  @Test
  void status_noOptions_asksTheUsualContext() throws IOException {
    system(TWO);

    assertThat(cli.runBare("status").exit()).isZero();
    assertThat(prod.calls()).hasSize(1);
  }

  @Test
  void status_contextNamed_asksThatOneBeforeOrAfterTheVerb() throws IOException {
    system(TWO);

    assertThat(cli.runBare("--context", "dev", "status").exit()).isZero();
    assertThat(cli.runBare("status", "--context", "dev").exit()).isZero();
    assertThat(dev.calls()).hasSize(2);
    assertThat(prod.calls()).isEmpty();
  }

  @Test
  void status_contextNamedAsAVerb_isStillAContext() throws IOException {
    user(TWO.replace("name: dev", "name: run"));

    assertThat(cli.runBare("--context", "run", "status").exit()).isZero();
    assertThat(dev.calls()).hasSize(1);
  }

  @Test
  void status_onesOwnFile_replacesContextsOfTheSystems() throws IOException {
    system(TWO);
    user(
        """
        context: dev
        contexts:
          - name: prod-7
            coordinators: ["nowhere:7418"]
            tls_directory: /x
        """);

    assertThat(cli.runBare("status").exit()).as("dev is the usual one now").isZero();
    assertThat(dev.calls()).hasSize(1);
    assertThat(cli.runBare("status", "--context", "prod-7").exit()).isEqualTo(4);
  }

  @Test
  void status_onlyOneContextAndNoneUsual_isTheOneMeant() throws IOException {
    user(TWO.replace("context: prod-7\n", "").replaceAll("(?s)  - name: dev.*", ""));

    assertThat(cli.runBare("status").exit()).isZero();
    assertThat(prod.calls()).hasSize(1);
  }

  @Test
  void status_optionsTogether_needNoFile() throws IOException {
    system("nonsense: [");

    assertThat(cli.runBare("status", "--coordinator", "dev:7418", "--tls-dir", "/x").exit())
        .isZero();
  }

  @Test
  void status_coordinatorGivenAlone_takesTheTlsDirectoryOfTheContext() throws IOException {
    system(TWO);

    assertThat(cli.runBare("status", "--coordinator", "dev").exit())
        .as("7418 is the usual port")
        .isZero();
  }

  @Test
  void status_unknownContextOrKey_namesWhatIsKnown() throws IOException {
    system(TWO);
    Result unknown = cli.runBare("status", "--context", "prod-8");
    assertThat(unknown.exit()).isEqualTo(3);
    assertThat(unknown.err()).contains("context: prod-8", "dev, prod-7");

    user("contxts: []\ncontexts:\n  - name: a\n    coordinators: [\"x\"]\n");
    Result broken = cli.runBare("status");
    assertThat(broken.exit()).isEqualTo(3);
    assertThat(broken.err())
        .as("all problems at once, each with its line")
        .contains("contxts", "contexts[0].coordinators", "contexts[0].tls_directory");
  }

  @Test
  void status_nothingConfigured_saysWhatToGive() {
    Result result = cli.runBare("status");

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).contains("--coordinator", "--tls-dir", "cli.yaml");
  }
}

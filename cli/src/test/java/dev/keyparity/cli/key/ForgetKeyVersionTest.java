package dev.keyparity.cli.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.OperatorDirectory;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.ForgetKeyVersionReply;
import dev.keyparity.proto.coordinator.v1.ForgetKeyVersionRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgetKeyVersionTest {
  private static final String REASON = "CHG-4711: owner agreed";
  private static final String[] FORGET = {
    "key", "forget", "customer_pii@3", "--service", "kms-prod", "--reason", REASON
  };

  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @TempDir Path temp;
  private OperatorDirectory operator;

  @BeforeEach
  void operator() {
    operator = new OperatorDirectory(temp);
    cli.tlsDirectory(temp);
    answer(warrant("kms-prod", "customer_pii@3", REASON, Duration.ofHours(24)));
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private void answer(Warrant draft) {
    admin.on(
        "ForgetKeyVersion",
        (ForgetKeyVersionRequest request) ->
            request.hasWarrant()
                ? ForgetKeyVersionReply.newBuilder().setRecorded(true).build()
                : ForgetKeyVersionReply.newBuilder()
                    .setWarrantDraft(ByteString.copyFrom(draft.canonicalBytes()))
                    .build());
  }

  private static Warrant warrant(
      String service, String version, String reason, Duration good, Act... more) {
    List<Act> acts = new ArrayList<>();
    acts.add(Act.of(Verb.KEY_FORGET, "divergence", "*", Map.of("version", version)));
    acts.addAll(List.of(more));
    return new Warrant(
        "w1",
        "prod",
        service,
        null,
        null,
        0,
        TestCli.NOW,
        TestCli.NOW.plus(good),
        acts,
        reason,
        null);
  }

  @Test
  void forget_serviceAsTheFirstWord_isThatService() {
    Result result =
        cli.run("key", "forget", "kms-prod", "customer_pii@3", "--reason", REASON, "--yes");

    assertThat(result.told()).doesNotContain("not named");
    assertThat(admin.requests(ForgetKeyVersionRequest.class).get(0).getService())
        .isEqualTo("kms-prod");
  }

  @Test
  void forget_confirmedByTypingTheVersion_signsExactlyTheDraft() {
    Result result = cli.typing("customer_pii@3\n").run(FORGET);

    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("nobody can read what is encrypted with it, for ever");
    ForgetKeyVersionRequest signed = admin.requests(ForgetKeyVersionRequest.class).get(1);
    assertThat(operator.approves(signed.getWarrant(), DocumentKind.WARRANT)).isTrue();
  }

  @Test
  void forget_yIsTyped_isNotEnough() {
    assertThat(cli.typing("y\n").run(FORGET).exit()).isEqualTo(7);
    assertThat(admin.requests(ForgetKeyVersionRequest.class)).hasSize(1);
  }

  @Test
  void forget_draftSaysAnythingElse_isNeverSigned() {
    List<Warrant> drafts =
        List.of(
            warrant("kms-dev", "customer_pii@3", REASON, Duration.ofHours(24)),
            warrant("kms-prod", "customer_pii@2", REASON, Duration.ofHours(24)),
            warrant("kms-prod", "customer_pii@3", "other words", Duration.ofHours(24)),
            warrant("kms-prod", "customer_pii@3", REASON, Duration.ofDays(90)),
            warrant(
                "kms-prod",
                "customer_pii@3",
                REASON,
                Duration.ofHours(24),
                Act.of(Verb.KEY_FORGET, "divergence", "*", Map.of("version", "another@0"))));
    for (Warrant draft : drafts) {
      answer(draft);

      Result result = cli.run(with("--yes"));

      assertThat(result.exit()).as(draft.toString()).isEqualTo(8);
    }
    assertThat(admin.requests(ForgetKeyVersionRequest.class))
        .noneMatch(ForgetKeyVersionRequest::hasWarrant);
  }

  private static String[] with(String more) {
    List<String> all = new ArrayList<>(List.of(FORGET));
    all.add(more);
    return all.toArray(new String[0]);
  }

  @Test
  void forget_withoutVersionOrReason_isAUsageError() {
    assertThat(cli.run("key", "forget", "customer_pii", "--reason", "x").exit()).isEqualTo(2);
    assertThat(cli.run("key", "forget", "customer_pii@3").exit()).isEqualTo(2);
  }
}

package dev.keyparity.coordinator.parity;

import static dev.keyparity.coordinator.parity.Reported.KEY;
import static dev.keyparity.coordinator.parity.Reported.ROGUE;
import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static dev.keyparity.coordinator.parity.Reported.fresh;
import static dev.keyparity.coordinator.parity.Reported.report;
import static dev.keyparity.coordinator.parity.Reported.spelled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.keyring.Truncation;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.PrefixDigest;
import dev.keyparity.proto.agent.v1.ReportReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** kms1 and kms2 are good; kms3's file is shorter. */
class PrefixQuestionsTest {
  private static final FencingToken TOKEN = new FencingToken("prod", 1, "coord1-1");
  private static final long SHORTER = 1900;
  private static final HostReport.Builder CUT = spelled("kms3", KEY, SHORTER);

  private final FakeReports agents = new FakeReports();
  private final PrefixDigests prefixes = new PrefixDigests();
  private final List<String> answered = new ArrayList<>();
  private final PrefixQuestions questions = new PrefixQuestions(agents, prefixes, answered::add);

  private final Map<String, HostReport.Builder> reports =
      new TreeMap<>(Map.of("kms1", report("kms1", KEY), "kms2", report("kms2", KEY), "kms3", CUT));

  /** Judges, and asks what is pending. */
  private void ask() {
    TreeMap<String, HostView> views = new TreeMap<>();
    reports.forEach((host, report) -> views.put(host, fresh(report)));
    Approval approval = Reported.approval(KEY);
    Judge judge = new Judge(Reported.standard(approval), prefixes, false);
    questions.ask(
        TOKEN,
        SERVICE,
        approval,
        views.values().stream().map(judge::judge).toList(),
        new FleetSnapshot(Reported.NOON, Map.of(SERVICE, new ServiceView(SERVICE, views))));
  }

  private Truncation truncation() {
    return prefixes.truncation(
        Reported.approval(KEY).key(), ReportedKeys.of(CUT.getKeyDirectory()));
  }

  private static CompletableFuture<ReportReply> told(
      String host, Ring holds, long length, String sha256) {
    return CompletableFuture.completedFuture(
        ReportReply.newBuilder()
            .setReport(
                report(host, holds)
                    .addPrefixDigests(
                        PrefixDigest.newBuilder().setLength(length).setSha256(sha256)))
            .build());
  }

  private static CompletableFuture<ReportReply> refused() {
    return CompletableFuture.failedFuture(
        new KeyparityException(ErrorCode.PEER_UNREACHABLE, "agent kms1: connection refused"));
  }

  @Test
  void shorterFile_goodHostAsked_whatItSaysIsLearned() {
    agents.answer("kms1", it -> told("kms1", KEY, SHORTER, KEY.respelled().sha256()));

    ask();

    assertThat(agents.asked()).containsExactly("kms1 [1900]");
    assertThat(truncation()).isEqualTo(Truncation.IS_PREFIX);
    assertThat(answered).containsExactly(SERVICE);
    ask();
    assertThat(agents.asked()).as("nothing is pending any more").hasSize(1);
  }

  @Test
  void nothingPending_nobodyAsked() {
    reports.put("kms3", report("kms3", ROGUE));

    ask();

    assertThat(agents.asked()).isEmpty();
  }

  @Test
  void noGoodHost_nobodyAsked() {
    reports.put("kms1", report("kms1", ROGUE));
    reports.put("kms2", spelled("kms2", KEY, KEY.bytes()));

    ask();

    assertThat(agents.asked()).isEmpty();
  }

  @Test
  void notAnsweredYet_notAskedAgain() {
    ask();
    ask();

    assertThat(agents.asked()).hasSize(1);
  }

  @Test
  void twoLengths_eachAsked() {
    reports.put("kms2", spelled("kms2", KEY, 2000));

    ask();

    assertThat(agents.asked()).containsExactlyInAnyOrder("kms1 [1900]", "kms1 [2000]");
  }

  @Test
  void askedHostFails_theOtherIsAskedNext_thenTheFirstAgain() {
    agents.answer("kms1", it -> refused());
    agents.answer("kms2", it -> refused());

    ask();
    ask();
    ask();

    assertThat(agents.asked()).containsExactly("kms1 [1900]", "kms2 [1900]", "kms1 [1900]");
    assertThat(truncation()).isEqualTo(Truncation.UNKNOWN);
    assertThat(answered).isEmpty();
  }

  @Test
  void callItselfThrows_asNotAnswered() {
    agents.answer(
        "kms1",
        it -> {
          throw new KeyparityException(ErrorCode.CANCELLED, "this coordinator is stopping");
        });
    agents.answer("kms2", it -> told("kms2", KEY, SHORTER, ROGUE.sha256()));

    ask();
    ask();

    assertThat(truncation()).isEqualTo(Truncation.IS_NOT_PREFIX);
  }

  /** Agents tell few lengths of one file: asking again would not help, and another may tell. */
  @Test
  void hostDoesNotTellThatLength_theOtherIsAsked_thenNobody() {
    agents.answer("kms1", it -> told("kms1", KEY, 5, KEY.sha256()));
    agents.answer("kms2", it -> told("kms2", KEY, SHORTER, "not a digest"));

    ask();
    ask();
    ask();

    assertThat(agents.asked()).containsExactly("kms1 [1900]", "kms2 [1900]");
    assertThat(truncation()).isEqualTo(Truncation.UNKNOWN);
  }

  /** It holds another file by now, so what it says is not about the approved one. */
  @Test
  void hostDriftedMeanwhile_notLearned_askedAgainLater() {
    agents.answer("kms1", it -> told("kms1", ROGUE, SHORTER, ROGUE.sha256()));
    agents.answer("kms2", it -> refused());

    ask();

    assertThat(truncation()).isEqualTo(Truncation.UNKNOWN);
    agents.answer("kms1", it -> told("kms1", KEY, SHORTER, ROGUE.sha256()));
    ask();
    ask();
    assertThat(agents.asked()).containsExactly("kms1 [1900]", "kms2 [1900]", "kms1 [1900]");
    assertThat(truncation()).isEqualTo(Truncation.IS_NOT_PREFIX);
  }

  @Test
  void prefixDigests_manyLearned_bounded() {
    Approval approval = Reported.approval(KEY);
    for (int length = 1; length <= 1000; length++) {
      prefixes.learn(approval.key().secring(), length, approval.key().secring());
    }

    assertThat(
            prefixes.truncation(
                approval.key(), ReportedKeys.of(spelled("kms3", KEY, 1000).getKeyDirectory())))
        .isEqualTo(Truncation.IS_NOT_PREFIX);
    assertThat(
            prefixes.truncation(
                approval.key(), ReportedKeys.of(spelled("kms3", KEY, 1).getKeyDirectory())))
        .isEqualTo(Truncation.UNKNOWN);
  }
}

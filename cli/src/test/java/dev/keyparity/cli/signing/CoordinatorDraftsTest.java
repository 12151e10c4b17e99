package dev.keyparity.cli.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.cli.console.Console;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Terminal;
import dev.keyparity.cli.testing.CoordinatorDrafts;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import dev.keyparity.wording.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plans and drafts that the coordinator really makes, from the files that its own tests pin
 * byte for byte: each is read, understood to the last field, and may be signed.
 */
class CoordinatorDraftsTest {
  /** A folder and what the operator asked for. */
  record Case(String folder, MakePlanRequest asked) {
    @Override
    public String toString() {
      return folder;
    }
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String kind : List.of("joining", "diverged", "holder-down", "nothing-to-sign")) {
      cases.add(
          new Case(
              "enable-" + kind,
              ask(MakePlanRequest.Kind.ENABLE).setReference("kms1").setTicket("CHG-1").build()));
    }
    cases.add(new Case("adopt", ask(MakePlanRequest.Kind.ADOPT).setTicket("CHG-1").build()));
    cases.add(new Case("accept", ask(MakePlanRequest.Kind.ACCEPT).setTicket("CHG-1").build()));
    for (String kind : List.of("rogue", "absent", "damaged")) {
      cases.add(
          new Case("repair-" + kind, ask(MakePlanRequest.Kind.REPAIR).setHost("kms2").build()));
    }
    cases.add(
        new Case(
            "repair-without",
            ask(MakePlanRequest.Kind.REPAIR).setHost("kms2").addWithout("kms3").build()));
    for (String kind : List.of("", "-member-restarted", "-another-key")) {
      cases.add(new Case("add-host" + kind, addHost().build()));
    }
    cases.add(
        new Case(
            "add-host-give-way",
            addHost().putAllGiveWay(document("add-host-give-way").giveWay()).build()));
    cases.add(new Case("remove-host", removeHost("kms3").build()));
    cases.add(new Case("remove-host-gone", removeHost("kms3").addWithout("kms3").build()));
    cases.add(new Case("remove-host-one-left", removeHost("kms2").addWithout("kms2").build()));
    cases.add(new Case("give-way", giveWay("give-way")));
    cases.add(new Case("give-way-overlapping", giveWay("give-way-overlapping")));
    return cases;
  }

  private static MakePlanRequest.Builder addHost() {
    return ask(MakePlanRequest.Kind.ADD_HOST).setHost("kms3").setTicket("CHG-1");
  }

  private static MakePlanRequest.Builder removeHost(String host) {
    return ask(MakePlanRequest.Kind.REMOVE_HOST).setHost(host).setTicket("CHG-1");
  }

  private static MakePlanRequest.Builder ask(MakePlanRequest.Kind kind) {
    return MakePlanRequest.newBuilder().setService("kms-prod").setKind(kind);
  }

  /** The operator typed what the blocked run showed: here it is taken from what each host held. */
  private static MakePlanRequest giveWay(String folder) throws IOException {
    PlanDocument plan = document(folder);
    return ask(MakePlanRequest.Kind.GIVE_WAY)
        .setRun(plan.run())
        .setKeep(String.valueOf(plan.keep()))
        .putAllGiveWay(plan.giveWay())
        .setOverlap(plan.overlap())
        .build();
  }

  private static PlanDocument document(String folder) throws IOException {
    try {
      return PlanDocument.parse(CoordinatorDrafts.read(folder, "plan").toByteArray());
    } catch (dev.keyparity.daemon.canonical.MalformedRecord e) {
      throw new AssertionError(folder, e);
    }
  }

  private static ReviewedPlan review(Case one) throws IOException {
    return new DraftReview(Asked.of(one.asked(), Asked.USUAL_VALIDITY), CoordinatorDrafts.NOW)
        .review(CoordinatorDrafts.plan(one.folder()).build());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void draft_ofTheCoordinator_isUnderstoodAndAccepted(Case one) throws Exception {
    ReviewedPlan reviewed = review(one);

    assertThat(reviewed.warrant().isPresent())
        .isEqualTo(!CoordinatorDrafts.read(one.folder(), "warrant").isEmpty());
    assertThat(reviewed.statement().isPresent())
        .isEqualTo(!CoordinatorDrafts.read(one.folder(), "statement").isEmpty());
  }

  /** What the operator reads, for every kind of plan. */
  @ParameterizedTest
  @MethodSource("cases")
  void draft_isShownInTheOrderInWhichItIsDone(Case one) throws Exception {
    Page page =
        new Page(Terminal.USUAL_WIDTH, new Times(Clock.fixed(CoordinatorDrafts.NOW, TestCli.ZONE)));

    List<String> lines = new PlanView(review(one)).lines(page);

    Golden.assertMatches("plans/" + one.folder() + ".txt", plain(lines));
  }

  /** I13: a key is never put under a KMS that runs, and what is signed says so. */
  @Test
  void allowedActs_ofAHostWhoseKeyIsReplaced_readStopInstallStart() throws Exception {
    Page page = new Page(9999, new Times(Clock.fixed(CoordinatorDrafts.NOW, TestCli.ZONE)));
    Case giveWay = new Case("give-way", giveWay("give-way"));

    assertThat(plain(new PlanView(review(giveWay)).lines(page)))
        .containsPattern("kms2, synchronize-key: stop its KMS; install .*; start its KMS");
  }

  private static String plain(List<String> lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    new Console(
            InputStream.nullInputStream(),
            stream,
            stream,
            new Terminal(false, false, false, true, () -> Terminal.USUAL_WIDTH))
        .result(String.join("\n", lines));
    return out.toString(StandardCharsets.UTF_8);
  }

  /** As a second operator sees a plan that somebody else made. */
  @ParameterizedTest
  @MethodSource("cases")
  void draft_ofAnotherOperator_isAccepted(Case one) throws Exception {
    new DraftReview(Asked.anyPlanOf("kms-prod"), CoordinatorDrafts.NOW)
        .review(CoordinatorDrafts.plan(one.folder()).build());
  }

  /** Every folder is reviewed: a case that only the coordinator knows would prove nothing. */
  @Test
  void cases_areAllThatTheCoordinatorPins() throws Exception {
    try (Stream<Path> folders = Files.list(CoordinatorDrafts.DIRECTORY)) {
      assertThat(cases().stream().map(Case::folder))
          .containsExactlyInAnyOrderElementsOf(
              folders.map(folder -> folder.getFileName().toString()).toList());
    }
  }

  /** The review is no rubber stamp: the drafts of one plan are not accepted for another. */
  @Test
  void draft_ofAnotherCase_isRefused() throws Exception {
    Plan mixed =
        CoordinatorDrafts.plan("give-way")
            .setWarrantDraft(CoordinatorDrafts.read("enable-joining", "warrant"))
            .clearWarrant()
            .build();

    assertThatThrownBy(
            () ->
                new DraftReview(
                        Asked.of(giveWay("give-way"), Asked.USUAL_VALIDITY), CoordinatorDrafts.NOW)
                    .review(mixed))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.WARRANT_MISMATCH));
  }
}

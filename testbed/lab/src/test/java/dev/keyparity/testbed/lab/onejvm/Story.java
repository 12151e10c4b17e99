package dev.keyparity.testbed.lab.onejvm;

import dev.keyparity.coordinator.duty.RunWork;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.testbed.lab.TestTimeouts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** What an operator does, in the order it is done. */
record Story(OperatorKey alice) {

  static PlanRequest enable() {
    return request(PlanKind.ENABLE, "kms1", "", List.of(), "", Map.of());
  }

  static PlanRequest enableHoldingBefore(StepId step) {
    PlanRequest plain = enable();
    return new PlanRequest(
        plain.kind(),
        plain.service(),
        plain.reference(),
        plain.transfer(),
        List.of(step),
        plain.ticket(),
        plain.host(),
        plain.without(),
        plain.keep(),
        plain.giveWay(),
        plain.overlap(),
        plain.validFor(),
        plain.by());
  }

  /** Aborts the current run, as {@code keyparity run abort} does. */
  RunJournal abort(RunWork work, String reason) {
    String run = work.runs().current(OneJvm.SERVICE).orElseThrow().run().value();
    Revocation revocation =
        new Revocation(
            OneJvm.GROUP,
            OneJvm.SERVICE,
            null,
            run,
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            reason);
    return work.runs()
        .abort(
            work.runs()
                .reviewAbort(
                    OneJvm.SERVICE,
                    run,
                    "alice",
                    reason,
                    signed(
                        SignedDocument.unsigned(revocation.canonicalBytes()),
                        DocumentKind.REVOCATION)));
  }

  static PlanRequest adopt() {
    return request(PlanKind.ADOPT, "", "", List.of(), "", Map.of());
  }

  static PlanRequest accept() {
    return request(PlanKind.ACCEPT, "", "", List.of(), "", Map.of());
  }

  static PlanRequest repair(String host, String... without) {
    return request(PlanKind.REPAIR, "", host, List.of(without), "", Map.of());
  }

  static PlanRequest addHost(String host) {
    return request(PlanKind.ADD_HOST, "", host, List.of(), "", Map.of());
  }

  static PlanRequest addHost(String host, String givesWay) {
    return request(PlanKind.ADD_HOST, "", host, List.of(), "", Map.of(host, givesWay));
  }

  static PlanRequest removeHost(String host, String... gone) {
    return request(PlanKind.REMOVE_HOST, "", host, List.of(gone), "", Map.of());
  }

  /** As {@link #giveWay}, and the stops of these hosts may overlap. */
  static PlanRequest overlapping(String keep, Map<String, String> giveWay) {
    PlanRequest plain = giveWay(keep, giveWay);
    return new PlanRequest(
        plain.kind(),
        plain.service(),
        plain.reference(),
        plain.transfer(),
        plain.holdBefore(),
        plain.ticket(),
        plain.host(),
        plain.without(),
        plain.keep(),
        plain.giveWay(),
        true,
        plain.validFor(),
        plain.by());
  }

  static PlanRequest giveWay(String keep, Map<String, String> giveWay) {
    return request(PlanKind.GIVE_WAY, "", "", List.of(), keep, giveWay);
  }

  private static PlanRequest request(
      PlanKind kind,
      String reference,
      String host,
      List<String> without,
      String keep,
      Map<String, String> giveWay) {
    return new PlanRequest(
        kind,
        OneJvm.SERVICE,
        reference,
        "",
        List.of(),
        "",
        host,
        without,
        keep,
        new TreeMap<>(giveWay),
        false,
        PlanRequest.DEFAULT_VALIDITY,
        "alice");
  }

  /** Has a plan made, signs it, and starts or resumes its run. */
  RunJournal begin(RunWork work, PlanRequest request) {
    PlanRecord plan = work.plans().make(request, "");
    return sign(work, plan);
  }

  RunJournal sign(RunWork work, PlanRecord plan) {
    String id = plan.plan().id();
    work.plans()
        .approve(
            OneJvm.SERVICE,
            id,
            plan.warrant().map(it -> signed(it, DocumentKind.WARRANT)),
            plan.statement().map(it -> signed(it, DocumentKind.STATEMENT)));
    return work.runs().start(OneJvm.SERVICE, id, "alice");
  }

  private SignedDocument signed(SignedDocument draft, DocumentKind kind) {
    return draft.signedBy("alice", alice, kind);
  }

  /** Waits until the current run stands still or is over. */
  static RunJournal awaitStanding(RunWork work) {
    Awaitility.await()
        .atMost(TestTimeouts.START)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> isStanding(work.runs().current(OneJvm.SERVICE).orElseThrow()));
    return work.runs().current(OneJvm.SERVICE).orElseThrow();
  }

  static boolean isStanding(RunJournal journal) {
    return journal.state().isTerminal() || journal.state().standsStill();
  }

  static String sentence(RunJournal journal) {
    return journal.sentence(Instant.now());
  }
}

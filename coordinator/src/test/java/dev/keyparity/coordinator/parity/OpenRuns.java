package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.EnablementBench;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.coordinator.workflow.StepState;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An enablement as it is planned, signed and journalled: kms1's key for kms2 and kms3. */
final class OpenRuns {
  private OpenRuns() {}

  static PlanRecord plan() throws InterruptedException {
    EnablementBench bench = new EnablementBench().withRecoveryKeyProven();
    bench.fleet.host("kms1").serving(Reported.KEY);
    return EnablementBench.sign(
        bench.plan(bench.leader(), EnablementBench.request(PlanKind.ENABLE)).orElseThrow());
  }

  /** Its journal, with these installs done. */
  static RunJournal journal(PlanRecord plan, RunState state, List<String> installedOn) {
    List<ActRecord> acts = installedOn.stream().map(host -> install(host, ActState.DONE)).toList();
    return with(plan, state, acts);
  }

  static RunJournal journal(PlanRecord plan, RunState state, ActRecord act) {
    return with(plan, state, List.of(act));
  }

  static ActRecord install(String host, ActState state) {
    return new ActRecord(
        Act.of(Acts.INSTALL, host),
        1,
        "id",
        1,
        1,
        state,
        Reported.NOON,
        1,
        Reported.NOON,
        state.isOpen() ? null : Reported.NOON,
        "",
        null,
        new TreeMap<>());
  }

  private static RunJournal with(PlanRecord plan, RunState state, List<ActRecord> acts) {
    @Nullable Instant end = state.isTerminal() ? Reported.NOON : null;
    return new RunJournal(
        plan.plan().run(),
        Reported.SERVICE,
        plan.plan().kind().text(),
        List.of(new RunJournal.PlanRef(plan.plan().id(), plan.plan().digest())),
        "alice",
        Reported.NOON,
        end,
        new RunJournal.Standing(state, Reported.NOON, "", "", List.of()),
        List.of(
            new StepRecord(
                StepIds.SYNCHRONIZE_KEY,
                StepState.RUNNING,
                1,
                Reported.NOON,
                null,
                "",
                null,
                acts)),
        List.of(),
        null,
        null,
        null,
        List.of(),
        List.of(),
        new TreeMap<>(),
        new TreeMap<>());
  }
}

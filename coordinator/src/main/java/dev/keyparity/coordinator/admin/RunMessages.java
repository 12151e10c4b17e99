package dev.keyparity.coordinator.admin;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.duty.RunDesk;
import dev.keyparity.coordinator.enablement.HeldKeys;
import dev.keyparity.coordinator.enablement.SurveyFacts;
import dev.keyparity.coordinator.enablement.Warnings;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunJournal.Standing;
import dev.keyparity.coordinator.workflow.RunRevocation;
import dev.keyparity.coordinator.workflow.RunRevocation.Delivery;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.coordinator.workflow.StepState;
import dev.keyparity.coordinator.workflow.Waiting;
import dev.keyparity.coordinator.workflow.journal.RunJournalCodec;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.coordinator.v1.Act;
import dev.keyparity.proto.coordinator.v1.Blocked;
import dev.keyparity.proto.coordinator.v1.HostKeys;
import dev.keyparity.proto.coordinator.v1.HostRevocation;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.RunStatus;
import dev.keyparity.proto.coordinator.v1.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Runs as messages. Pure. */
final class RunMessages {
  private RunMessages() {}

  static Run of(RunJournal journal, ServiceSpec spec, Instant now) {
    Run.Builder run =
        Run.newBuilder()
            .setId(journal.run().value())
            .setService(journal.service())
            .setKind(journal.kind())
            .setState(journal.state().text())
            .setStartedBy(journal.startedBy())
            .setStartedAtMs(millis(journal.startedAt()))
            .setEndedAtMs(millis(journal.endedAt()))
            .setSentence(journal.sentence(now))
            .setJournal(ByteString.copyFrom(RunJournalCodec.encode(journal)));
    journal.steps().stream().map(RunMessages::step).forEach(run::addSteps);
    journal.holders().stream()
        .map(holder -> coordinatorOf(holder.term().holder()))
        .forEach(run::addHolders);
    run.addAllWarnings(Warnings.in(journal.facts()));
    RunRevocation revocation = journal.revocation();
    if (revocation != null) {
      WholeCommands commands = new WholeCommands(journal.service());
      revocation.hosts().forEach((host, at) -> run.addRevocations(revocation(host, at, commands)));
    }
    RunDesk.revocationOf(journal).map(WireDocuments::toMessage).ifPresent(run::setRevocation);
    if (journal.state().standsStill()) {
      run.setBlocked(blocked(journal, spec));
    }
    return run.build();
  }

  static RunStatus brief(RunJournal journal) {
    return RunStatus.newBuilder()
        .setId(journal.run().value())
        .setKind(journal.kind())
        .setState(journal.state().text())
        .setStep(journal.current().map(step -> step.id().value()).orElse(""))
        .build();
  }

  /** A holder is a coordinator's name and a suffix for each process start. */
  private static String coordinatorOf(String holder) {
    int suffix = holder.lastIndexOf('-');
    return suffix > 0 ? holder.substring(0, suffix) : holder;
  }

  private static Step step(StepRecord record) {
    boolean done = record.state() == StepState.DONE;
    Waiting waiting = record.waiting();
    Step.Builder step =
        Step.newBuilder()
            .setId(record.id().value())
            .setState(record.state().text())
            .setAttempts(record.rounds())
            .setStartedAtMs(millis(record.startedAt()))
            .setEndedAtMs(millis(record.endedAt()))
            .setReason(done ? "" : record.note())
            .setSummary(done ? record.note() : "")
            .setDeadlineAtMs(waiting == null ? 0 : millis(waiting.deadline()));
    record.acts().stream().map(RunMessages::act).forEach(step::addActs);
    return step.build();
  }

  private static Act act(ActRecord record) {
    return Act.newBuilder()
        .setName(record.act().name())
        .setHost(record.act().host())
        .setState(record.state().text())
        .setAttempt(record.attempt())
        .setRequestId(record.requestId())
        .setEpoch(record.epoch())
        .setReceipt(record.state() == ActState.DONE ? record.note() : "")
        .setIntendedAtMs(millis(record.intendedAt()))
        .setEndedAtMs(millis(record.endedAt()))
        .build();
  }

  private static HostRevocation revocation(String host, Delivery at, WholeCommands commands) {
    return HostRevocation.newBuilder()
        .setHost(host)
        .setState(at.state().text())
        .setSinceMs(millis(at.since()))
        .setReason(at.reason())
        .setWhatToDo(commands.in(at.whatToDo()))
        .build();
  }

  private static Blocked blocked(RunJournal journal, ServiceSpec spec) {
    Standing standing = journal.standing();
    Blocked.Builder blocked =
        Blocked.newBuilder()
            .setReason(standing.code())
            .setExplanation(standing.reason())
            .setDoneSoFar(new DoneSoFar(journal, spec.hostNames()).sentence())
            .addAllWhatToDo(new WholeCommands(journal.service()).in(standing.whatToDo()));
    if (Explained.CODES.contains(standing.code())) {
      new Explained(journal.facts(), spec.probeKey()).hosts().forEach(blocked::addHosts);
    }
    return blocked.build();
  }

  /**
   * Who holds what, and what only that opens, as the run found it.
   *
   * @param probeKey name of the key whose versions nobody mourns
   */
  private record Explained(Map<String, String> facts, String probeKey) {
    static final List<String> CODES = List.of("divergence", "key-would-be-lost");

    List<HostKeys> hosts() {
      SurveyFacts survey = SurveyFacts.in(facts);
      return HeldKeys.in(facts).entrySet().stream()
          .map(held -> host(held.getKey(), held.getValue(), survey))
          .toList();
    }

    private HostKeys host(String host, List<String> fingerprints, SurveyFacts survey) {
      SortedSet<KeyVersion> only = survey.onlyOn(host);
      return HostKeys.newBuilder()
          .setHost(host)
          .addAllFingerprints(fingerprints)
          .setOpens(survey.opens(host))
          .setOf(survey.of(host))
          .addAllOnlyHere(only.stream().map(KeyVersion::toString).toList())
          .setOnlyProbe(
              !only.isEmpty() && only.stream().allMatch(version -> version.key().equals(probeKey)))
          .build();
    }
  }

  private static long millis(@Nullable Instant time) {
    return time == null ? 0 : time.toEpochMilli();
  }
}

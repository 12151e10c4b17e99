package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.StepRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a run has changed, and what is backed up, in one line: read from its journal alone. An act
 * of which the end is not known counts as one that may have changed something, and so does a
 * command that failed: it may have come half way. Pure.
 */
final class DoneSoFar {
  /** Acts that only look, or store a backup. Every other one counts as a change. */
  private static final Set<String> CHANGE_NOTHING =
      Set.of(
          Acts.BACKUP,
          Acts.COPY,
          Acts.SURVEY,
          Acts.CHECK_ENSEMBLE,
          Acts.COMPARE_SETTINGS,
          Acts.REREAD,
          Acts.VERIFY,
          Acts.MATRIX);

  /** Acts that run a command of the host's. Every other one is whole, or was not done. */
  private static final Set<String> RUN_A_COMMAND =
      Set.of(Acts.STOP, Acts.START, Acts.RUN_DEPENDANT);

  /** What was done, before the hosts it was done on. */
  private static final Map<String, String> WORDS =
      Map.of(
          Acts.WRITE_SETTING, "settings written on",
          Acts.PUT_STATEMENT, "identity statement given to",
          Acts.STOP, "KMS stopped on",
          Acts.START, "KMS started on",
          Acts.INSTALL, "key replaced on",
          Acts.RUN_DEPENDANT, "dependants restarted on");

  /** The same of what is done once, for the whole service. */
  private static final Map<String, String> WORDS_OF_ALL =
      Map.of(
          Acts.GIVE_UP_PROBE, "versions of the probe key given up",
          Acts.RECORD_STATEMENT, "the approved key recorded",
          Acts.CREATE_PROBE, "probe key made",
          Acts.ROLL_PROBE, "probe key rolled");

  private final RunJournal journal;
  private final Collection<String> hosts;

  /**
   * @param hosts of the service
   */
  DoneSoFar(RunJournal journal, Collection<String> hosts) {
    this.journal = journal;
    this.hosts = hosts;
  }

  String sentence() {
    List<String> changes = changes(act -> act.state() == ActState.DONE);
    List<String> perhaps = changes(act -> act.state().isOpen());
    if (!perhaps.isEmpty()) {
      changes.add("perhaps (its end is not known) " + String.join(", ", perhaps));
    }
    List<String> failed = changes(this::failedHalfWay);
    String changed = changes.isEmpty() ? none(failed) : "changed: " + String.join("; ", changes);
    if (!failed.isEmpty()) {
      changed += "; tried, and failed: " + String.join(", ", failed);
    }
    return changed + "; " + backups();
  }

  private boolean failedHalfWay(ActRecord act) {
    return act.state() == ActState.FAILED
        && RUN_A_COMMAND.contains(Acts.kindOf(act.act()))
        && journal.acts().stream()
            .filter(other -> other.act().name().equals(act.act().name()))
            .filter(other -> other.act().host().equals(act.act().host()))
            .allMatch(other -> other.state() == ActState.FAILED);
  }

  /** A step keeps so many acts and no more: then an older one may have changed something. */
  private String none(List<String> failed) {
    boolean whole =
        journal.steps().stream().allMatch(step -> step.acts().size() < StepRecord.MAX_ACTS);
    if (!whole) {
      return "no change is on record, but not every try is kept";
    }
    return failed.isEmpty() ? "nothing was changed" : "no change is known to be in place";
  }

  /** In the order in which they were done first. */
  private List<String> changes(Predicate<ActRecord> which) {
    Map<String, List<ActRecord>> byKind =
        journal.acts().stream()
            .filter(which)
            .filter(act -> !CHANGE_NOTHING.contains(Acts.kindOf(act.act())))
            .collect(
                Collectors.groupingBy(
                    act -> Acts.kindOf(act.act()), LinkedHashMap::new, Collectors.toList()));
    List<String> words = new ArrayList<>();
    byKind.forEach((kind, acts) -> words.add(words(kind, acts)));
    return words;
  }

  private static String words(String kind, List<ActRecord> acts) {
    String ofAll = WORDS_OF_ALL.get(kind);
    if (ofAll != null) {
      return ofAll;
    }
    return WORDS.getOrDefault(kind, kind + " on")
        + " "
        + acts.stream().map(act -> act.act().host()).distinct().collect(Collectors.joining(", "));
  }

  private String backups() {
    Set<String> stored = doneOn(Acts.BACKUP);
    stored.retainAll(doneOn(Acts.COPY));
    if (stored.containsAll(hosts)) {
      return switch (hosts.size()) {
        case 1 -> "its host is backed up";
        case 2 -> "both hosts are backed up";
        default -> "all %d hosts are backed up".formatted(hosts.size());
      };
    }
    return stored.isEmpty()
        ? "nothing is backed up by this run"
        : "backed up: " + String.join(", ", stored);
  }

  private Set<String> doneOn(String kind) {
    return journal.acts().stream()
        .filter(act -> act.state() == ActState.DONE && Acts.kindOf(act.act()).equals(kind))
        .map(act -> act.act().host())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

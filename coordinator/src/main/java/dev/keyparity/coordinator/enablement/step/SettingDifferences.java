package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.StepRecord;
import java.util.Optional;

/** What follows from comparing the named settings of all hosts. */
final class SettingDifferences {
  /** One line per setting that is not the same everywhere; empty if all are. */
  static final String DIFFERENCES = "differences";

  /** Hosts whose keytrustee.conf is not the reference host's; information. */
  static final String OTHER_CONF = "other_conf";

  private SettingDifferences() {}

  /** A block if they differ, or were not compared. */
  static Optional<Decision.Block> of(StepRecord record) {
    Optional<ActRecord> compared = record.done(Acts.COMPARE_SETTINGS, Act.SERVICE);
    String differences =
        compared.map(act -> act.facts().getOrDefault(DIFFERENCES, "")).orElse("not compared");
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Decision.blocked(
                "settings-differ",
                "settings differ between hosts: " + differences,
                "make them equal on all hosts, then: keyparity run resume"));
  }
}

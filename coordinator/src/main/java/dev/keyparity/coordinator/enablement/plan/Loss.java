package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.evidence.VersionRanges;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.daemon.fault.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether anything but versions of the probe key would be lost for ever, by the newest survey: what
 * is not known is not taken for nothing. Pure.
 */
record Loss(PlanRequest request, PlanInputs inputs) {

  /**
   * @param losing hosts whose keys go, or that go themselves
   * @param excused hosts that need not have answered the survey
   * @param words what becomes of the versions that are lost
   */
  Optional<PlanOutcome> refusal(List<String> losing, List<String> excused, String words) {
    if (inputs.surveyOrNull() == null || !inputs.surveyOrNull().isCompleteBesides(excused)) {
      return Optional.of(
          PlanOutcome.refused(
              ErrorCode.BLOCKED,
              "what would be lost is not known: not every host listed its keys",
              "start the KMS of each host, then: keyparity survey " + inputs.spec().service()));
    }
    SortedSet<KeyVersion> lost =
        new TreeSet<>(inputs.surveyOrNull().lostWithout(losing, inputs.forgotten().versions()));
    lost.removeIf(version -> version.key().equals(inputs.spec().probeKey()));
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PlanOutcome.Refused(
                ErrorCode.KEY_WOULD_BE_LOST,
                words + ": " + VersionRanges.format(lost),
                whatToDo(lost),
                "I2"));
  }

  private String whatToDo(SortedSet<KeyVersion> lost) {
    String first =
        request.kind() == PlanKind.REMOVE_HOST
            ? "copy out what is encrypted with them (docs/operations/copy-out.md)"
            : "isolate those hosts and copy their data out (docs/operations/copy-out.md)";
    return "%s, or ask the owner of each key, then: keyparity key forget %s %s --reason …"
        .formatted(first, inputs.spec().service(), lost.first());
  }
}

package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.StepContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When the KMS of hosts are started whose stops operators let overlap, because the vendor's own
 * check refuses a start while another host holds another key: once every one of them holds the key
 * to keep, those first that were refused least. Pure.
 *
 * @param stillOther hosts that do not hold it yet
 */
record OverlappingStarts(StepContext<World> context, List<String> stillOther) {

  /** Empty while others come first. */
  Optional<Decision> start(String host) {
    boolean othersFirst =
        !stillOther.isEmpty() || (wasRefusedNow(host) && others(host).anyMatch(this::isUntried));
    return othersFirst ? Optional.empty() : Optional.of(Decision.perform(Act.of(Acts.START, host)));
  }

  /** How often its start was refused in this step, whoever resumed it since. */
  static int refusals(StepContext<World> context, String host) {
    return (int) failedStarts(context, host).count();
  }

  private boolean wasRefusedNow(String host) {
    return failedStarts(context, host)
        .anyMatch(start -> start.round() == context.record().rounds());
  }

  private Stream<String> others(String host) {
    return context.world().subjects().stream().filter(other -> !other.equals(host));
  }

  private boolean isUntried(String host) {
    boolean down = context.world().fresh(host).filter(HostFacts::isDown).isPresent();
    boolean tried =
        context.record().latest(Acts.START, host).stream()
            .anyMatch(start -> start.round() == context.record().rounds());
    return down && !tried;
  }

  private static Stream<ActRecord> failedStarts(StepContext<World> context, String host) {
    return context.record().acts().stream()
        .filter(act -> act.act().name().equals(Acts.START) && act.act().host().equals(host))
        .filter(act -> act.state() == ActState.FAILED);
  }
}

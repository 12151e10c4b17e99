package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.StepRecord;
import java.util.Map;
import java.util.Optional;

/** Where the copy of a host's backup goes. */
final class Backups {
  private Backups() {}

  /**
   * The act that copies this very backup to another host; empty if that is done, or if a host
   * stands alone while another leaves or joins: nobody could keep it, and its key is not replaced.
   */
  static Optional<Act> copyOf(StepRecord record, ActRecord backup, World world) {
    String host = backup.act().host();
    if (world.plan().kind().changesHosts() && world.keepersFor(host).isEmpty()) {
      return Optional.empty();
    }
    String id = backup.facts().getOrDefault(Acts.BACKUP_ID, "");
    boolean copied =
        record
            .done(Acts.COPY, host)
            .filter(copy -> id.equals(copy.act().arguments().get(Acts.BACKUP_ID)))
            .isPresent();
    return copied
        ? Optional.empty()
        : Optional.of(
            Act.of(
                Acts.COPY,
                host,
                Map.of(Acts.BACKUP_ID, id, Acts.COPIED_TO, keeperOf(host, world))));
  }

  /** The next host; a single one is told so by its own agent. */
  private static String keeperOf(String host, World world) {
    return world.keepersFor(host).stream().findFirst().orElse(host);
  }
}

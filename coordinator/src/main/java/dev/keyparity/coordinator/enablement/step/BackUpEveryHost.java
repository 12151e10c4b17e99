package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.wording.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Backs up every host that holds a key file, and has one other host store a copy. It counts only
 * once the agent has read it back and compared it, and once the other host's receipt is beside it.
 */
final class BackUpEveryHost implements Step<World> {

  @Override
  public StepId id() {
    return StepIds.BACKUP;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    World world = context.world();
    List<String> wanted = world.examined();
    Optional<Decision> silence = Silence.of(world, wanted);
    if (silence.isPresent() && context.record().acts().isEmpty()) {
      return silence.get();
    }
    List<String> holders = wanted.stream().filter(host -> isHolder(context, host)).toList();
    List<Act> next = new ArrayList<>();
    for (String host : holders) {
      next(context.record(), host, world).ifPresent(next::add);
    }
    if (!next.isEmpty()) {
      return new Decision.Perform(next);
    }
    return holders.isEmpty()
        ? Decision.skipped("no host holds a key file")
        : Decision.done(
            Counted.of(holders.size(), "host")
                + " backed up, read back, and "
                + (holders.stream().anyMatch(host -> world.keepersFor(host).isEmpty())
                    ? "copied nowhere: no other host could keep it"
                    : "copied to another host"),
            facts(context.record(), holders));
  }

  /** Once begun, a host is finished whatever its next report says. */
  private static boolean isHolder(StepContext<World> context, String host) {
    return context.record().latest(Acts.BACKUP, host).isPresent()
        || context.world().fresh(host).filter(HostFacts::hasKeyFile).isPresent();
  }

  private static Optional<Act> next(StepRecord record, String host, World world) {
    Optional<ActRecord> backup = record.done(Acts.BACKUP, host);
    if (backup.isEmpty()) {
      return Optional.of(Act.of(Acts.BACKUP, host, Map.of("reason", "before the run")));
    }
    return Backups.copyOf(record, backup.get(), world);
  }

  private static Map<String, String> facts(StepRecord record, List<String> holders) {
    TreeMap<String, String> facts = new TreeMap<>();
    for (String host : holders) {
      ActRecord backup = record.done(Acts.BACKUP, host).orElseThrow();
      facts.put("backup." + host, backup.facts().getOrDefault(Acts.BACKUP_ID, ""));
      facts.put("backup." + host + ".secring", backup.facts().getOrDefault(Acts.SECRING, ""));
      record
          .done(Acts.COPY, host)
          .map(copy -> copy.act().arguments().getOrDefault(Acts.COPIED_TO, ""))
          .ifPresent(keeper -> facts.put("backup." + host + ".copy", keeper));
    }
    return facts;
  }

  @Override
  public String undo() {
    return "none: a backup is never removed by a run";
  }
}

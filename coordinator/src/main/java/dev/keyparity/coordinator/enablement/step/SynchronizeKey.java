package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.InPlace;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives every host the approved key file.
 *
 * <ol>
 *   <li>The identity statement goes to every agent, then on our own record, before the first stop.
 *   <li>Then host by host, never two at once: stop under permits, read again, back up and copy what
 *       is there, install, verify, start, and wait until a new process serves the approved key.
 *   <li>A host whose KMS does not run has its turn before those that run, and is not stopped.
 *   <li>Where operators let stops overlap, hosts that give way are down together, and are started
 *       when every one of them holds the key.
 *   <li>Where the file is gone or cut and the process is known to have loaded the approved key, the
 *       file is put back beneath it: nothing is stopped for a file. If the agent finds more in what
 *       is there than a beginning of the approved file, the host is stopped as any other.
 *   <li>A host whose file is the approved one already keeps it: it is started if its KMS does not
 *       run, else left alone; restart-kms restarts it.
 * </ol>
 *
 * <p>Properties: no key file is replaced under a KMS that serves another key; what is replaced is,
 * byte for byte, what the operator signed for and what was just backed up; at most one host is down
 * through us, unless operators let stops overlap.
 */
final class SynchronizeKey implements Step<World> {

  @Override
  public StepId id() {
    return StepIds.SYNCHRONIZE_KEY;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    World world = context.world();
    Optional<IdentityStatement> target = world.target();
    if (target.isEmpty()) {
      return Decision.blocked(
          "no-identity",
          "no key is approved: the plan says no key to keep",
          "keyparity run resume --keep FPR --give-way HOST=FPR");
    }
    Optional<Decision> silence = Silence.of(world, world.hosts());
    if (silence.isPresent()) {
      return silence.get();
    }
    Optional<Decision> statements = StatementDelivery.decide(context, target.get());
    if (statements.isPresent()) {
      return statements.get();
    }
    return keys(context, target.get());
  }

  private static Decision keys(StepContext<World> context, IdentityStatement target) {
    List<String> changed = new ArrayList<>();
    List<String> inTurn =
        context.world().subjects().stream()
            .sorted(
                Comparator.comparingInt((String host) -> new HostCycle(context, host).turn())
                    .thenComparingInt(host -> OverlappingStarts.refusals(context, host)))
            .toList();
    for (String host : inTurn) {
      KeyReplacement replacement = new KeyReplacement(context, host, target);
      Optional<Decision> next = replacement.next();
      if (next.isPresent()) {
        return next.get();
      }
      if (replacement.isReplaced()) {
        changed.add(host);
      }
    }
    return Decision.done(
        changed.isEmpty()
            ? "every key file is the approved one already"
            : "given the approved key: " + String.join(", ", changed));
  }

  @Override
  public boolean mayRest(StepContext<World> context) {
    return context.world().subjects().stream()
        .noneMatch(host -> new HostCycle(context, host).isBetween());
  }

  @Override
  public Optional<Boolean> observed(StepContext<World> context, ActRecord act) {
    return Observations.of(context.world(), act);
  }

  @Override
  public String undo() {
    return "none by itself: what was replaced is in a verified backup with a copy on another host";
  }

  /** The way of one host from the file it has to the approved one. */
  private static final class KeyReplacement {
    private final StepContext<World> context;
    private final String host;
    private final IdentityStatement target;
    private final String approved;
    private final HostCycle cycle;

    KeyReplacement(StepContext<World> context, String host, IdentityStatement target) {
      this.context = context;
      this.host = host;
      this.target = target;
      this.approved = target.files().getOrDefault("secring.gpg", "");
      this.cycle = new HostCycle(context, host);
    }

    boolean isReplaced() {
      return context.record().isDone(Acts.INSTALL, host);
    }

    /** Empty once this host is through, or if there is nothing to do here. */
    Optional<Decision> next() {
      HostFacts now = context.world().fresh(host).orElseThrow();
      if (now.secring().equals(approved) && isNeitherStoppedNorReplaced()) {
        return asItIs(now);
      }
      if (!cycle.isTouched()) {
        Optional<Decision> changed = changed(now.secring());
        if (changed.isPresent()) {
          return changed;
        }
      }
      Optional<ActRecord> install = context.record().done(Acts.INSTALL, host);
      return install.isEmpty() ? Optional.of(beforeInstall(now)) : afterInstall(install.get(), now);
    }

    private boolean isNeitherStoppedNorReplaced() {
      return List.of(Acts.STOP, Acts.INSTALL).stream()
          .noneMatch(act -> context.record().latest(act, host).isPresent());
    }

    /** It holds the approved file: all it may lack is a process. */
    private Optional<Decision> asItIs(HostFacts now) {
      Optional<ActRecord> start = context.record().done(Acts.START, host);
      if (start.isPresent()) {
        return cycle.awaitServing(start.get(), target.keyIdentity());
      }
      boolean startable =
          now.isDown()
              && context.world().approved().allows(Verb.START, context.record().id(), host);
      return startable ? start() : Optional.empty();
    }

    private Decision beforeInstall(HostFacts now) {
      if (isPutBackInPlace(now)) {
        return changed(now.secring())
            .orElseGet(() -> backUpAndInstall(Instant.EPOCH, now.secring()));
      }
      if (!cycle.isDown().orElse(now.isDown())) {
        // Never stopped by us, or started again by somebody: its key is in use.
        return cycle.startedAgain().orElseGet(() -> cycle.stop(target.keyIdentity()));
      }
      // A resume reads anew: what still ran may have ended.
      Optional<ActRecord> reread =
          cycle
              .doneSince(Acts.REREAD, cycle.stoppedAt())
              .filter(act -> act.round() == context.record().rounds());
      if (reread.isEmpty()) {
        return Decision.perform(Act.of(Acts.REREAD, host));
      }
      if (!"down".equals(reread.get().facts().get(Acts.KMS))) {
        return cycle.awaitDown();
      }
      String present = reread.get().facts().getOrDefault(Acts.SECRING, "");
      Optional<Decision> changed = changed(present);
      Instant read = HostCycle.endOf(reread.get()).orElse(Instants.NEVER);
      return changed.orElseGet(() -> backUpAndInstall(read, present));
    }

    private boolean isPutBackInPlace(HostFacts now) {
      return new InPlace(now, target).isWorthTrying()
          && cycle.wasNeverStopped()
          && !cycle.wasRefusedWhileItRuns();
    }

    /**
     * @param read when it was found that this is there: an older backup does not count
     */
    private Decision backUpAndInstall(Instant read, String present) {
      // Also where there is no key file: what else the directory holds is replaced, too.
      Optional<ActRecord> backup = cycle.doneSince(Acts.BACKUP, read);
      if (backup.isEmpty()) {
        return Decision.perform(
            Act.of(Acts.BACKUP, host, Map.of("reason", "before its key is replaced")));
      }
      Optional<Decision> changed = changed(backup.get().facts().getOrDefault(Acts.SECRING, ""));
      if (changed.isPresent()) {
        return changed.get();
      }
      Optional<Act> copy = Backups.copyOf(context.record(), backup.get(), context.world());
      if (copy.isPresent()) {
        return new Decision.Perform(List.of(copy.get()));
      }
      return Decision.perform(
          Act.of(
              Acts.INSTALL,
              host,
              Map.of(
                  "replaces",
                  present,
                  "installs",
                  approved,
                  "source",
                  context.world().plan().reference(),
                  Acts.BACKUP_ID,
                  backup.get().facts().getOrDefault(Acts.BACKUP_ID, ""))));
    }

    /** What is there must be what the operator signed for. */
    private Optional<Decision> changed(String present) {
      return present.equals(context.world().plan().observedOn(host).secring())
          ? Optional.empty()
          : Optional.of(
              Decision.blocked(
                  "plan-changed",
                  "%s: its key file is not the one the plan was made for".formatted(host),
                  "find out who changed it; keyparity run abort, then make a new plan"));
    }

    private Optional<Decision> afterInstall(ActRecord install, HostFacts now) {
      Optional<ActRecord> verify =
          cycle.doneSince(Acts.VERIFY, HostCycle.endOf(install).orElse(Instants.NEVER));
      if (verify.isEmpty()) {
        return Optional.of(Decision.perform(Act.of(Acts.VERIFY, host)));
      }
      if (!verify.get().facts().getOrDefault(Acts.SECRING, "").equals(approved)) {
        return Optional.of(
            new Decision.Fail(
                "not-in-parity",
                "%s: after the install its key file is not the approved one".formatted(host),
                "do not start its KMS; keyparity status shows what is there"));
      }
      if (cycle.wasNeverStopped() && now.serves(target.keyIdentity())) {
        return Optional.empty();
      }
      Optional<ActRecord> start =
          cycle.doneSince(Acts.START, HostCycle.endOf(verify.get()).orElse(Instants.NEVER));
      return start.isEmpty() ? start() : cycle.awaitServing(start.get(), target.keyIdentity());
    }

    private Optional<Decision> start() {
      return context.world().plan().overlap()
          ? new OverlappingStarts(context, stillOther()).start(host)
          : Optional.of(cycle.start(stillOther()));
    }

    /** Hosts whose turn is still to come. */
    private List<String> stillOther() {
      return context.world().approved().givesWay().keySet().stream()
          .filter(other -> !other.equals(host))
          .filter(other -> !context.record().isDone(Acts.INSTALL, other))
          .toList();
    }
  }
}

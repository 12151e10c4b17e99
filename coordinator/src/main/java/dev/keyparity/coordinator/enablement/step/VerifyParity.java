package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.Warnings;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Has every host read its key directory anew and compares: bytes, key identity, soundness. Adopting
 * accepts other bytes of the same sound key, with a warning, and so does adding or removing a host,
 * of the hosts there were; every other run has just made the bytes equal and accepts nothing else.
 * A repair answers for the host it repaired: others that drifted have runs of their own.
 */
final class VerifyParity implements Step<World> {

  @Override
  public StepId id() {
    return StepIds.VERIFY_PARITY;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    World world = context.world();
    Optional<IdentityStatement> target = world.target();
    if (target.isEmpty()) {
      return Decision.blocked(
          "no-identity",
          "no key is approved: there is nothing to compare with",
          "keyparity run abort, then make a new plan");
    }
    List<Act> missing =
        world.compared().stream()
            .filter(host -> read(context, host).isEmpty())
            .map(host -> Act.of(Acts.VERIFY, host))
            .toList();
    return missing.isEmpty() ? judged(context, target.get()) : new Decision.Perform(missing);
  }

  /** A resume reads anew: what was wrong may be mended. */
  private static Optional<ActRecord> read(StepContext<World> context, String host) {
    return context
        .record()
        .done(Acts.VERIFY, host)
        .filter(act -> act.round() == context.record().rounds());
  }

  private static Decision judged(StepContext<World> context, IdentityStatement target) {
    World world = context.world();
    List<String> wrong = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (String host : world.compared()) {
      Map<String, String> seen = read(context, host).orElseThrow().facts();
      boolean equal = seen.getOrDefault(Acts.SECRING, "").equals(target.files().get("secring.gpg"));
      boolean sound = "sound".equals(seen.get(Acts.SOUNDNESS));
      boolean same = target.keyIdentity().equals(seen.get(Acts.IDENTITY));
      if (equal && sound) {
        continue;
      }
      if (sound && same && world.plan().kind().toleratesOtherBytes()) {
        warnings.add(host + ": the same key in other bytes");
      } else {
        wrong.add("%s: %s".formatted(host, same ? "other bytes" : words(seen)));
      }
    }
    TreeMap<String, String> facts = new TreeMap<>();
    Warnings.put(facts, StepIds.VERIFY_PARITY, warnings);
    return wrong.isEmpty()
        ? Decision.done(
            "%s: the approved key".formatted(String.join(", ", world.compared())), facts)
        : Decision.blocked(
            "not-in-parity",
            "not in parity: " + String.join("; ", wrong),
            world.plan().kind().onlyApproves()
                ? "keyparity enable makes the hosts hold one key"
                : "keyparity status shows what is there",
            "then: keyparity run resume");
  }

  private static String words(Map<String, String> seen) {
    String soundness = seen.getOrDefault(Acts.SOUNDNESS, "unknown");
    return soundness.equals("sound") ? "another key" : "its key file is " + soundness;
  }

  @Override
  public String undo() {
    return "nothing to undo: it only looks";
  }
}

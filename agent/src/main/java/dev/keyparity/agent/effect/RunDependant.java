package dev.keyparity.agent.effect;

import dev.keyparity.agent.control.Dependant;
import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Runs a restart that this agent's own configuration declares by name. Single use, but for {@link
 * #settle}.
 */
public final class RunDependant implements Effect {
  /** Facts of a receipt. */
  public static final String EXIT_CODE = "exit_code";

  public static final String OUTPUT = "output";

  private static final String RUN = "run";
  private static final String BEFORE = "instance_before";
  private static final String AFTER = "instance_after";

  private final Map<String, Dependant> declared;
  private final String host;
  private final String step;
  private final String name;
  private final String run = UUID.randomUUID().toString();
  private String before = "";

  public RunDependant(Map<String, Dependant> declared, String host, String step, String name) {
    this.declared = Map.copyOf(declared);
    this.host = host;
    this.step = step;
    this.name = name;
  }

  @Override
  public EffectKind kind() {
    return EffectKind.RUN_DEPENDANT;
  }

  @Override
  public List<Act> warranted() {
    return List.of(Act.of(Verb.RUN_DEPENDANT, step, host, Map.of("name", name)));
  }

  private Dependant dependant() {
    Dependant dependant = declared.get(name);
    if (dependant == null) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          "dependant: %s (expected: one that this agent declares: %s)"
              .formatted(name, declared.keySet()),
          "declare it under dependants in agent.yaml on " + host);
    }
    return dependant;
  }

  @Override
  public Map<String, String> prepare() {
    before = dependant().instance().orElse("");
    return Map.of("name", name, RUN, run, BEFORE, before);
  }

  @Override
  public Outcome run() {
    Dependant.Restarted restarted = dependant().restart(run, before);
    Map<String, String> facts = new TreeMap<>();
    facts.put(EXIT_CODE, Integer.toString(restarted.command().exitCode()));
    facts.put(OUTPUT, restarted.command().tail());
    Optional.ofNullable(restarted.instance()).ifPresent(now -> facts.put(AFTER, now));
    if (!restarted.command().inTime()) {
      throw new KeyparityException(
              ErrorCode.COMMAND_FAILED,
              "dependant %s: %s".formatted(name, restarted.text()),
              "look whether %s was restarted".formatted(name))
          .withContext(OUTPUT, restarted.command().tail());
    }
    return restarted.isSuccess()
        ? Outcome.done("dependant %s was restarted".formatted(name), facts)
        : Outcome.failed("dependant %s: %s".formatted(name, restarted.text()), facts);
  }

  /** Another instance than before shows that it took place, whatever its command still does. */
  @Override
  public Settlement settle(EffectRecord earlier) {
    Dependant dependant = dependant();
    String run = earlier.facts().getOrDefault(RUN, "");
    if (!dependant.tellsItsInstance() || run.isEmpty()) {
      return new Settlement.OperatorMustTell(
          "nothing tells whether %s was restarted (dependants[].instance in agent.yaml would)"
              .formatted(name));
    }
    List<Long> left = dependant.atLarge(run);
    Optional<String> now = dependant.instance();
    String before = earlier.facts().getOrDefault(BEFORE, "");
    if (now.isPresent() && !now.get().equals(before)) {
      return new Settlement.Happened(
          "dependant %s was restarted".formatted(name), Map.of(AFTER, now.get()));
    }
    if (!left.isEmpty()) {
      return new Settlement.CannotTell("its restart is still at work: process %s".formatted(left));
    }
    return new Settlement.DidNotHappen(
        "dependant %s %s".formatted(name, now.isEmpty() ? "is not up" : "runs since before"));
  }
}

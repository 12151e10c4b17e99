package dev.keyparity.agent.effect;

import dev.keyparity.agent.control.DeclaredCommand;
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

/** Runs a restart that this agent's own configuration declares by name. */
public final class RunDependant implements Effect {
  /** Facts of a receipt. */
  public static final String EXIT_CODE = "exit_code";

  public static final String OUTPUT = "output";

  private final Map<String, DeclaredCommand> declared;
  private final String host;
  private final String step;
  private final String name;

  public RunDependant(
      Map<String, DeclaredCommand> declared, String host, String step, String name) {
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

  private DeclaredCommand command() {
    DeclaredCommand command = declared.get(name);
    if (command == null) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          "dependant: %s (expected: one that this agent declares: %s)"
              .formatted(name, declared.keySet()),
          "declare it under dependants in agent.yaml on " + host);
    }
    return command;
  }

  @Override
  public Map<String, String> prepare() {
    command();
    return Map.of("name", name);
  }

  @Override
  public Outcome run() {
    DeclaredCommand.Result result = command().run();
    Map<String, String> facts =
        Map.of(EXIT_CODE, Integer.toString(result.exitCode()), OUTPUT, result.tail());
    if (!result.inTime()) {
      throw new KeyparityException(
              ErrorCode.COMMAND_FAILED,
              "dependant %s: %s".formatted(name, result.text()),
              "look whether %s was restarted".formatted(name))
          .withContext(OUTPUT, result.tail());
    }
    return result.isSuccess()
        ? Outcome.done("dependant %s ran".formatted(name), facts)
        : Outcome.failed("dependant %s: %s".formatted(name, result.text()), facts);
  }

  @Override
  public Settlement settle(EffectRecord earlier) {
    return new Settlement.OperatorMustTell("a command that was cut short leaves no trace we know");
  }
}

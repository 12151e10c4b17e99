package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.fleet.AgentChannels.Agent;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.function.BiFunction;

/** Puts what a call to an agent threw into words for an operator. Immutable. */
final class FaultWords {
  private final BiFunction<Throwable, String, KeyparityException> explain;

  /**
   * @param explain given what was thrown, and whom the call went to
   */
  FaultWords(BiFunction<Throwable, String, KeyparityException> explain) {
    this.explain = explain;
  }

  KeyparityException explain(Throwable failure, Agent agent) {
    return explain.apply(failure, agent.toString());
  }

  /** The same in short, without the agent's name: {@code connection refused}. */
  String reason(Throwable failure, Agent agent) {
    String sentence = explain(failure, agent).operatorMessage();
    String prefix = agent + ": ";
    return sentence.startsWith(prefix) ? sentence.substring(prefix.length()) : sentence;
  }
}

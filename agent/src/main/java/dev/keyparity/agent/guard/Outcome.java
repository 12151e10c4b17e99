package dev.keyparity.agent.guard;

import java.util.Map;

/**
 * What an effect that ran to its end did.
 *
 * @param done false: it failed, and nothing half done remains
 * @param summary one sentence for people
 * @param facts for programs: digests, ids, times; never a secret
 */
public record Outcome(boolean done, String summary, Map<String, String> facts) {
  public Outcome {
    facts = Map.copyOf(facts);
  }

  public static Outcome done(String summary, Map<String, String> facts) {
    return new Outcome(true, summary, facts);
  }

  public static Outcome failed(String summary, Map<String, String> facts) {
    return new Outcome(false, summary, facts);
  }
}

package dev.keyparity.agent.control;

/**
 * Which key file a process loaded when it started.
 *
 * @param digest empty if it cannot be proven
 * @param identity empty if it cannot be proven, or the file had none
 * @param how what proves it, or why nothing does; one clause
 */
public record Serving(String digest, String identity, String how) {
  static Serving unknown(String why) {
    return new Serving("", "", why);
  }

  public boolean isKnown() {
    return !digest.isEmpty();
  }
}

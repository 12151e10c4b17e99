package dev.keyparity.wording;

/** How good what is said is. Colour may double it, and never says it alone. */
public enum Tone {
  PLAIN,
  GOOD,
  WARN,
  BAD
}

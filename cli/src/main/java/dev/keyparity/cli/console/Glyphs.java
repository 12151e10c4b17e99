package dev.keyparity.cli.console;

/** The few characters beyond ASCII that screens use, and what stands for them where they cannot. */
final class Glyphs {
  private Glyphs() {}

  /** The nearest ASCII text; one character that has none becomes a question mark. */
  static String ascii(int codePoint) {
    return switch (codePoint) {
      case '…' -> "..";
      case '✓' -> "+";
      case '✗' -> "x";
      case '▸' -> ">";
      case '⏸' -> "=";
      case '·' -> "-";
      case '←' -> "<-";
      case '→' -> "->";
      case '×' -> "x";
      case '–', '—' -> "-";
      case '’' -> "'";
      default -> codePoint < 0x7f ? Character.toString(codePoint) : "?";
    };
  }
}

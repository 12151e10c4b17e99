package dev.keyparity.daemon.config;

/**
 * One thing that is wrong with a file.
 *
 * @param line from 1; 0 where it belongs to no line, such as a missing setting
 * @param given what the file says, already redacted where the setting is secret
 */
public record Problem(
    String file, int line, String key, String given, String expected, boolean unknownKey) {

  /** {@code agent.yaml:12: listen.port: 99999 (expected: a whole number from 0 to 65535)}. */
  @Override
  public String toString() {
    String place = line > 0 ? file + ":" + line : file;
    return "%s: %s: %s (expected: %s)".formatted(place, key, given, expected);
  }
}

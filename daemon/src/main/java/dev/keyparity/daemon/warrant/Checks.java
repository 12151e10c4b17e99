package dev.keyparity.daemon.warrant;

import dev.keyparity.daemon.canonical.MalformedRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** What every signed record demands of its fields. */
final class Checks {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private Checks() {}

  static void present(String what, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(what + ": empty (expected: a value)");
    }
  }

  static void generation(String what, long generation) {
    if (generation < 0) {
      throw new IllegalArgumentException(what + ": " + generation + " (expected: >= 0)");
    }
  }

  /** Finer times would not survive every clock and every reader alike. */
  static void milliseconds(String what, Instant instant) {
    if (!instant.equals(instant.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(what + ": " + instant + " (expected: whole milliseconds)");
    }
  }

  static void sha256(String what, String hex) {
    if (!SHA256.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          what + ": " + hex + " (expected: a SHA-256 in lower-case hex)");
    }
  }

  interface Reader<T> {
    T read() throws MalformedRecord;
  }

  /** Turns what a record's own constructor refuses into a refusal of the bytes. */
  static <T> T reading(String what, Reader<T> reader) throws MalformedRecord {
    try {
      return reader.read();
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord(what + ": " + e.getMessage(), e);
    }
  }
}

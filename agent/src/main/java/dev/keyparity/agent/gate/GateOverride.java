package dev.keyparity.agent.gate;

import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Somebody's word that a KMS may start on this host for a while, whatever its gate finds: canonical
 * JSON, {@code keyparity.gate-override/1}.
 *
 * <p>It counts by the kernel's clock since the boot in which it was given, which nobody can set,
 * and not beyond that boot: no clock that is set back gives it more time. Of several, the one given
 * last counts; one for no time ends those before it.
 *
 * @param by who gave it, as the operating system knows them
 * @param bootTicks hundredths of a second between that boot and the moment it was given
 * @param givenAt the same moment by the wall clock, for people only
 */
public record GateOverride(
    String id,
    String service,
    String by,
    String reason,
    Duration length,
    String bootId,
    long bootTicks,
    Instant givenAt) {
  public static final String FORMAT = "keyparity.gate-override/1";

  /** Whoever needs longer says so again, and that is written down again. */
  public static final Duration LONGEST = Duration.ofHours(4);

  private static final int LONGEST_TEXT = 500;
  private static final int TICKS_PER_SECOND = 100;
  private static final Pattern ID = Pattern.compile("[0-9TZ]{16}-[0-9a-f]{8}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  public GateOverride {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "override id: " + id + " (expected: as in 20261124T140203Z-0a1b2c3d)");
    }
    requireText("by", by);
    requireText("reason", reason);
    if (length.isNegative()
        || length.compareTo(LONGEST) > 0
        || !length.equals(Duration.ofSeconds(length.toSeconds()))) {
      throw new IllegalArgumentException(
          "override for: %s (expected: whole seconds, at most %d)"
              .formatted(length, LONGEST.toSeconds()));
    }
  }

  private static void requireText(String what, String text) {
    if (text.isBlank() || text.length() > LONGEST_TEXT || CONTROL.matcher(text).find()) {
      throw new IllegalArgumentException(
          "override %s: %d characters (expected: one line of 1 to %d)"
              .formatted(what, text.length(), LONGEST_TEXT));
    }
  }

  /** Whether it is an end and not a beginning. */
  public boolean isEnd() {
    return length.isZero();
  }

  /** How long it still counts; zero if it does not. */
  public Duration left(BootInstant now) {
    long passed = now.ticks() - bootTicks;
    long whole = length.toSeconds() * TICKS_PER_SECOND;
    if (!now.bootId().equals(bootId) || passed < 0 || passed >= whole) {
      return Duration.ZERO;
    }
    return Duration.ofMillis((whole - passed) * 1000 / TICKS_PER_SECOND);
  }

  public byte[] canonicalBytes() {
    return CanonicalJson.encode(
        Json.object()
            .put("boot_id", bootId)
            .put("boot_ticks", bootTicks)
            .put("by", by)
            .put("format", FORMAT)
            .put("given_at", givenAt.toString())
            .put("id", id)
            .put("length_s", length.toSeconds())
            .put("reason", reason)
            .put("service", service)
            .build());
  }

  static GateOverride parse(byte[] canonicalBytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(canonicalBytes, "gate override").format(FORMAT);
    try {
      GateOverride override =
          new GateOverride(
              fields.string("id"),
              fields.string("service"),
              fields.string("by"),
              fields.string("reason"),
              Duration.ofSeconds(fields.integer("length_s")),
              fields.string("boot_id"),
              fields.integer("boot_ticks"),
              fields.instant("given_at"));
      fields.end();
      return override;
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord("gate override: " + e.getMessage(), e);
    }
  }
}

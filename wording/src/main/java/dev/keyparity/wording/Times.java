package dev.keyparity.wording;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Times as people read them: local, 24 hours, ages rounded down to one unit.
 *
 * @param clock now, and the zone of the reader
 */
public record Times(Clock clock) {
  /** Between a number and its unit: no line is broken there. */
  public static final char HARD_SPACE = '\u00a0';

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

  public static Instant ofMillis(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  /** The time in documents: RFC 3339, UTC, whole milliseconds at most. */
  public static String rfc3339(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  public Instant now() {
    return clock.instant();
  }

  /** The short name of the reader's zone at that time, such as CET; an offset where it has none. */
  public String zone(Instant instant) {
    String name = ZONE.format(local(instant));
    return name.equals("Z") ? "UTC" : name;
  }

  /** {@code today 02:00}, {@code yesterday 23:10} or {@code 2026-11-20 02:00}. */
  public String dayAndMinute(Instant instant) {
    return day(instant) + " " + MINUTES.format(local(instant));
  }

  /** {@code 14:02}, with the date in front if it is not today's. */
  public String minute(Instant instant) {
    return dated(instant, MINUTES);
  }

  /** {@code 14:05:11}, with the date in front if it is not today's. */
  public String second(Instant instant) {
    return dated(instant, SECONDS);
  }

  private String dated(Instant instant, DateTimeFormatter format) {
    String time = format.format(local(instant));
    return isToday(instant) ? time : DAY.format(local(instant)) + " " + time;
  }

  private String day(Instant instant) {
    LocalDate date = local(instant).toLocalDate();
    LocalDate today = local(now()).toLocalDate();
    if (date.equals(today)) {
      return "today";
    }
    return date.equals(today.minusDays(1)) ? "yesterday" : DAY.format(date);
  }

  private boolean isToday(Instant instant) {
    return local(instant).toLocalDate().equals(local(now()).toLocalDate());
  }

  private ZonedDateTime local(Instant instant) {
    return instant.atZone(clock.getZone());
  }

  /** How long ago that was; a time a little ahead of our clock is now. */
  public Duration since(Instant instant) {
    Duration age = Duration.between(instant, now());
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** One unit, rounded down: {@code 84 s}, {@code 3 min}, {@code 5 h}, {@code 12 days}. */
  public static String age(Duration age) {
    if (age.compareTo(Duration.ofMinutes(2)) < 0) {
      return with("s", age.toSeconds());
    }
    if (age.compareTo(Duration.ofHours(1)) < 0) {
      return with("min", age.toMinutes());
    }
    return age.compareTo(Duration.ofDays(2)) < 0
        ? with("h", age.toHours())
        : with("days", age.toDays());
  }

  /** How long something took: {@code 1.2 s}, {@code 48 s}, {@code 3 min 4 s}. */
  public static String elapsed(Duration took) {
    long seconds = took.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0) + HARD_SPACE + "s";
    }
    if (seconds < 60) {
      return with("s", seconds);
    }
    if (seconds < 3600) {
      return with("min", seconds / 60) + HARD_SPACE + with("s", seconds % 60);
    }
    return with("h", seconds / 3600) + HARD_SPACE + with("min", seconds % 3600 / 60);
  }

  private static String with(String unit, long number) {
    return number + String.valueOf(HARD_SPACE) + unit;
  }
}

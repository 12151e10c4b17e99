package dev.keyparity.coordinator.fleet;

import dev.keyparity.proto.agent.v1.HostReport;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One host of one service as last heard of. Immutable.
 *
 * @param freshness whether the last report still counts
 * @param reason why it does not, in words for an operator; empty while fresh
 * @param age upper bound of the time since the last report was observed on the host; {@link #NEVER}
 *     if there was none
 * @param lastReportOrNull the last report, however old: only for showing, never for deciding
 * @param headerOrNull what the agent last said of itself, however old
 * @param contact how it stands with the stream of reports
 */
public record HostView(
    String host,
    Freshness freshness,
    String reason,
    Duration age,
    @Nullable HostReport lastReportOrNull,
    @Nullable AgentHeader headerOrNull,
    Contact contact) {

  /** The age of what never was. */
  public static final Duration NEVER = Duration.ofMillis(-1);

  /** How it stands with a host's stream of reports. */
  public enum Contact {
    /** Nothing has come yet, and nothing has failed. */
    CONNECTING("connecting"),
    /** The stream is open; the next report is due any moment. */
    OPEN("the agent has gone silent"),
    /** It could not be opened, or ended; the reason is in the view. */
    FAILED("");

    private final String words;

    Contact(String words) {
      this.words = words;
    }

    /** Why there is no report that counts, as far as the contact alone says. */
    String words() {
      return words;
    }
  }

  public enum Freshness {
    /** Proven to have been observed within the bound. */
    FRESH,
    /** There was one, and it is too old, or its age cannot be proven. */
    STALE,
    /** This leader has not heard of the host. */
    NEVER_HEARD,
    /** The agent's own record went back: a restored snapshot or a clone. Never fresh. */
    ROLLED_BACK
  }

  /** A host that reports, if it is fresh, or cannot be reached. */
  public HostView(
      String host,
      Freshness freshness,
      String reason,
      Duration age,
      @Nullable HostReport lastReportOrNull,
      @Nullable AgentHeader headerOrNull) {
    this(
        host,
        freshness,
        reason,
        age,
        lastReportOrNull,
        headerOrNull,
        freshness == Freshness.FRESH ? Contact.OPEN : Contact.FAILED);
  }

  /** A host that is being connected to for the first time. */
  public static HostView connecting(String host) {
    return new HostView(
        host,
        Freshness.NEVER_HEARD,
        Contact.CONNECTING.words(),
        NEVER,
        null,
        null,
        Contact.CONNECTING);
  }

  /** The report if it still counts: what decisions are made on. */
  public Optional<HostReport> fresh() {
    return freshness == Freshness.FRESH ? Optional.ofNullable(lastReportOrNull) : Optional.empty();
  }

  /** Whether nothing is known to be wrong with it: a report may come any moment. */
  public boolean isAwaited() {
    return switch (freshness) {
      case FRESH, ROLLED_BACK -> false;
      case NEVER_HEARD, STALE -> contact != Contact.FAILED;
    };
  }

  public Optional<HostReport> lastReport() {
    return Optional.ofNullable(lastReportOrNull);
  }

  public Optional<AgentHeader> header() {
    return Optional.ofNullable(headerOrNull);
  }
}

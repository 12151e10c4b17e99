package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.coordinator.evidence.StandingWarrant;
import dev.keyparity.coordinator.parity.ServiceParity;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What policy {@code repair} does about a service's drift now: one host's key file is put back, or
 * nothing is done, by a named rule. Pure.
 *
 * <ol>
 *   <li>Only a file that is gone or cut is put back; any other drift waits for an operator.
 *   <li>Only under a warrant that operators signed for it, that is not over, and of the approval
 *       that holds now.
 *   <li>Not while enforcement is paused, nor while a run is open.
 *   <li>Only what has stood for {@link #SETTLED}: a file that is just being written is no drift.
 *   <li>Each host once in {@link #REST}, and {@link #MOST_A_DAY} times a day. After a run that did
 *       not end well it is an operator's turn: what failed once is not tried for ever.
 * </ol>
 *
 * <p>Whether others serve, hold the key, and permit what must be stopped, is the run's to find, and
 * the agents'.
 */
final class DriftPolicy {
  static final Duration SETTLED = Duration.ofSeconds(10);
  static final Duration REST = Duration.ofHours(1);
  static final Duration DAY = Duration.ofHours(24);
  static final int MOST_A_DAY = 3;

  /**
   * What is on record of a service.
   *
   * @param generation of the identity statement
   * @param isRunOpen whether a run of whatever kind has not ended
   * @param earlier what policy did before, in any order; asked only if nothing else keeps it back
   */
  record OnRecord(
      @Nullable StandingWarrant standing,
      long generation,
      @Nullable Pause pause,
      boolean isRunOpen,
      Supplier<List<Earlier>> earlier) {}

  /** A run that policy started. */
  record Earlier(String host, Instant startedAt, boolean endedWell) {}

  /** What comes of it. */
  sealed interface Choice {
    /** The approved key file is put back on a host. */
    record Repair(String host, StandingWarrant under) implements Choice {}

    /**
     * Nothing is done.
     *
     * @param rule a stable word; empty if there is nothing to be done
     * @param why lower-case, no full stop
     */
    record Rest(String rule, String why) implements Choice {}
  }

  private static final Choice.Rest NOTHING = new Choice.Rest("", "");

  private final OnRecord record;
  private final Instant now;

  DriftPolicy(OnRecord record, Instant now) {
    this.record = record;
    this.now = now;
  }

  /** The hosts that policy may be about, drifted longest first; empty mostly. */
  static List<ServiceParity.Host> drifted(ServiceParity parity) {
    return parity.hosts().stream()
        .filter(host -> host.verdict().isDrift())
        .sorted(Comparator.comparing(host -> host.since().orElse(Instant.MAX)))
        .toList();
  }

  Choice choose(List<ServiceParity.Host> drifted) {
    Choice first = NOTHING;
    for (ServiceParity.Host host : drifted) {
      Choice choice = choose(host);
      if (choice instanceof Choice.Repair) {
        return choice;
      }
      first = first == NOTHING ? choice : first;
    }
    return first;
  }

  private Choice choose(ServiceParity.Host drifted) {
    String host = drifted.verdict().host();
    if (!drifted.verdict().isCutOrGone()) {
      return rest("not-ours", host, "what it holds is not only cut; it waits for an operator");
    }
    StandingWarrant standing = record.standing();
    if (standing == null) {
      return rest("unsigned", host, "nobody signed for policy repair");
    }
    if (!standing.warrant().expiresAt().isAfter(now)) {
      return rest("expired", host, "what operators signed for policy is over");
    }
    if (standing.warrant().statementGeneration() != record.generation()) {
      return rest("outdated", host, "policy was signed for an earlier approval; sign again");
    }
    if (record.pause() != null) {
      return rest("paused", host, "enforcement is paused");
    }
    if (record.isRunOpen()) {
      return rest("run-open", host, "another run is open");
    }
    if (drifted.since().orElse(now).plus(SETTLED).isAfter(now)) {
      return rest("settling", host, "it drifted just now");
    }
    return often(host, standing);
  }

  private Choice often(String host, StandingWarrant standing) {
    List<Earlier> today =
        record.earlier().get().stream()
            .filter(run -> run.host().equals(host) && run.startedAt().plus(DAY).isAfter(now))
            .toList();
    if (today.stream().anyMatch(run -> !run.endedWell())) {
      return rest("failed-before", host, "policy's last run did not end well");
    }
    if (today.size() >= MOST_A_DAY) {
      return rest("too-often", host, "it was repaired %d times in a day".formatted(MOST_A_DAY));
    }
    if (today.stream().anyMatch(run -> run.startedAt().plus(REST).isAfter(now))) {
      return rest("too-soon", host, "it was repaired less than an hour ago");
    }
    return new Choice.Repair(host, standing);
  }

  private static Choice rest(String rule, String host, String why) {
    return new Choice.Rest(rule, host + ": " + why);
  }
}

package dev.keyparity.cli.evidence;

import dev.keyparity.keyring.Verdict;
import dev.keyparity.wording.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One host over the time that a file is about, without a hole. Pure.
 *
 * <ol>
 *   <li>What no sighting covers is {@code UNKNOWN}: a host that was silent, a time without a
 *       leader, a time before the record began.
 *   <li>What several cover, because a clock was set back, counts with the worst of them.
 *   <li>A look counts for its millisecond, so that none is lost for being the only one.
 * </ol>
 */
record HostTimeline(String host, List<Stretch> stretches) {

  /**
   * A part of the time in which nothing changes.
   *
   * @param held primary fingerprint of what the host held; empty where that is not known
   */
  record Stretch(Verdict verdict, String held, Instant from, Instant until) {
    Duration length() {
      return Duration.between(from, until);
    }
  }

  HostTimeline {
    stretches = List.copyOf(stretches);
  }

  static HostTimeline of(String host, List<Sighting> seen, Instant since, Instant until) {
    TreeSet<Instant> edges = new TreeSet<>(List.of(since, until));
    for (Sighting sighting : seen) {
      edges.add(within(sighting.from(), since, until));
      edges.add(within(endOf(sighting), since, until));
    }
    List<Stretch> stretches = new ArrayList<>();
    for (Instant from = since; from.isBefore(until); ) {
      Instant to = next(edges, from, until);
      add(stretches, worst(seen, from), from, to);
      from = to;
    }
    return new HostTimeline(host, stretches);
  }

  private static Instant next(TreeSet<Instant> edges, Instant from, Instant until) {
    Instant next = edges.higher(from);
    return next == null ? until : next;
  }

  private static Instant endOf(Sighting sighting) {
    return sighting.until().plusMillis(1);
  }

  private static Instant within(Instant at, Instant since, Instant until) {
    if (at.isBefore(since)) {
      return since;
    }
    return at.isAfter(until) ? until : at;
  }

  private static @Nullable Sighting worst(List<Sighting> seen, Instant at) {
    Optional<Sighting> worst =
        seen.stream()
            .filter(it -> !it.from().isAfter(at) && endOf(it).isAfter(at))
            .min(Comparator.comparingInt(it -> Verdicts.rank(it.verdict().name())));
    return worst.orElse(null);
  }

  private static void add(
      List<Stretch> stretches, @Nullable Sighting seen, Instant from, Instant to) {
    Verdict verdict = seen == null ? Verdict.UNKNOWN : seen.verdict();
    String held = seen == null ? "" : seen.held();
    int last = stretches.size() - 1;
    if (last >= 0
        && stretches.get(last).verdict() == verdict
        && stretches.get(last).held().equals(held)) {
      stretches.set(last, new Stretch(verdict, held, stretches.get(last).from(), to));
    } else {
      stretches.add(new Stretch(verdict, held, from, to));
    }
  }

  Duration inParity() {
    return total(Verdict::isInParity);
  }

  /** Seen, and not good. */
  Duration notInParity() {
    return total(verdict -> !verdict.isInParity() && verdict != Verdict.UNKNOWN);
  }

  Duration notKnown() {
    return total(verdict -> verdict == Verdict.UNKNOWN);
  }

  private Duration total(Predicate<Verdict> which) {
    return stretches.stream()
        .filter(it -> which.test(it.verdict()))
        .map(Stretch::length)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** When the first thing was seen of it; empty for never. */
  Optional<Instant> knownSince() {
    return stretches.stream()
        .filter(it -> it.verdict() != Verdict.UNKNOWN)
        .map(Stretch::from)
        .findFirst();
  }
}

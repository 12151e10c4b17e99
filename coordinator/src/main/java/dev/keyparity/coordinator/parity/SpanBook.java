package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.evidence.VerdictSpan;
import dev.keyparity.coordinator.evidence.VerdictSpans;
import dev.keyparity.keyring.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one leadership sees of a service's hosts, until it is on record. Thread-safe.
 *
 * <ol>
 *   <li>A span goes on while look after look shows the same, none later than {@link #PAUSE} after
 *       the one before. Otherwise it ended at its last look.
 *   <li>A host of which nothing is known has no span.
 *   <li>What began or ended is due at once; that a span goes on, once in {@link #GOES_ON}. So the
 *       record says too little, by that much at most, and never too much.
 * </ol>
 */
final class SpanBook {
  /** Looks come twice a second: after a longer pause nobody knows what was in between. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  static final Duration GOES_ON = Duration.ofMinutes(1);

  /** By host, oldest first: what is not on record, or not as it is now. */
  private final SortedMap<String, List<VerdictSpan>> unsaved = new TreeMap<>();

  private final Map<String, VerdictSpan> open = new HashMap<>();
  private long news;
  private long savedNews;
  private Instant savedAt = Instant.EPOCH;

  /**
   * What is to be put on record.
   *
   * @param news how much had begun or ended until then
   */
  record Due(SortedMap<String, List<VerdictSpan>> spans, long news) {}

  /** Takes what is seen now. */
  synchronized void look(ServiceParity parity, Instant now) {
    for (ServiceParity.Host host : parity.hosts()) {
      HostVerdict seen = host.verdict();
      Verdict verdict = seen.verdict().orElse(Verdict.UNKNOWN);
      VerdictSpan last = open.get(seen.host());
      if (verdict == Verdict.UNKNOWN) {
        news += open.remove(seen.host()) == null ? 0 : 1;
      } else if (last != null
          && goesOn(last, now)
          && last.says(verdict, parity.identity(), seen.held())) {
        if (now.isAfter(last.until())) {
          put(seen.host(), last, last.seenUntil(now));
        }
      } else {
        news++;
        put(seen.host(), null, new VerdictSpan(verdict, parity.identity(), seen.held(), now, now));
      }
    }
  }

  private static boolean goesOn(VerdictSpan last, Instant now) {
    return !now.isBefore(last.until()) && !now.isAfter(last.until().plus(PAUSE));
  }

  private void put(String host, @Nullable VerdictSpan before, VerdictSpan span) {
    open.put(host, span);
    List<VerdictSpan> spans = unsaved.computeIfAbsent(host, name -> new ArrayList<>());
    spans.remove(before);
    spans.add(span);
    if (spans.size() > VerdictSpans.KEPT) {
      spans.remove(0);
    }
  }

  /** What was seen and is not on record yet, or not as it is now. */
  synchronized SortedMap<String, List<VerdictSpan>> unsaved() {
    TreeMap<String, List<VerdictSpan>> spans = new TreeMap<>();
    unsaved.forEach((host, those) -> spans.put(host, List.copyOf(those)));
    return spans;
  }

  /** Has no spans while nothing is due. */
  synchronized Due due(Instant now) {
    boolean isDue =
        news != savedNews || Duration.between(savedAt, now).abs().compareTo(GOES_ON) >= 0;
    return new Due(isDue ? unsaved() : new TreeMap<>(), news);
  }

  /** That is on record now, as it was handed out. */
  synchronized void saved(Due due, Instant now) {
    if (due.spans().isEmpty()) {
      return;
    }
    savedAt = now;
    savedNews = due.news();
    due.spans()
        .forEach(
            (host, those) -> {
              unsaved.getOrDefault(host, new ArrayList<>()).removeAll(those);
            });
    unsaved.values().removeIf(List::isEmpty);
  }
}

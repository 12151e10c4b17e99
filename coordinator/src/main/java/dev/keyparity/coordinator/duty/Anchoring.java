package dev.keyparity.coordinator.duty;

import dev.keyparity.daemon.audit.AuditHead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which audit chains' heads are to be kept elsewhere now, and by whom. Pure.
 *
 * <ol>
 *   <li>A host's head is kept by the next host in order of names that can be asked, the last one's
 *       by the first; never by itself. A coordinator's is kept by the first host that can be asked.
 *   <li>A head is handed on when it is another one than was handed on last, but not more often than
 *       once in {@link #PAUSE}.
 * </ol>
 */
final class Anchoring {
  static final Duration PAUSE = Duration.ofSeconds(10);

  private Anchoring() {}

  /** What was handed on last of one chain. */
  record Handed(AuditHead head, Instant at) {}

  /**
   * One head on its way.
   *
   * @param of the chain's name
   * @param isOfHost whether the chain is that of a host of this name
   */
  record Errand(String of, AuditHead head, String keeper, boolean isOfHost) {}

  /**
   * @param heads the newest known of each chain that is a host's
   * @param own the chain of this coordinator; empty while it has none
   * @param askable hosts that are fresh and fenced
   */
  static List<Errand> next(
      SortedMap<String, AuditHead> heads,
      Optional<NamedHead> own,
      SortedSet<String> askable,
      Map<String, Handed> handed,
      Instant now) {
    List<Errand> errands = new ArrayList<>();
    heads.forEach(
        (of, head) ->
            keeper(of, askable).map(by -> new Errand(of, head, by, true)).ifPresent(errands::add));
    if (own.isPresent() && !askable.isEmpty()) {
      errands.add(new Errand(own.get().name(), own.get().head(), askable.first(), false));
    }
    errands.removeIf(errand -> !isDue(errand, handed.get(errand.of()), now));
    return List.copyOf(errands);
  }

  private static Optional<String> keeper(String of, SortedSet<String> askable) {
    TreeSet<String> others = new TreeSet<>(askable);
    others.remove(of);
    return Optional.ofNullable(others.higher(of))
        .or(() -> others.isEmpty() ? Optional.empty() : Optional.of(others.first()));
  }

  private static boolean isDue(Errand errand, @Nullable Handed last, Instant now) {
    if (errand.head().sequence() == 0) {
      return false;
    }
    boolean rested = last == null || !last.at().plus(PAUSE).isAfter(now);
    return rested && (last == null || !last.head().equals(errand.head()));
  }
}

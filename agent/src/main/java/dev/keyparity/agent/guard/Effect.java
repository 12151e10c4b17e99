package dev.keyparity.agent.guard;

import dev.keyparity.daemon.warrant.Act;
import java.util.List;
import java.util.Map;

/**
 * One thing that is asked to be done to this host. {@link ServiceGuard} calls, in this order:
 * {@link #warranted}, {@link #prepare}, then under its lock {@link #commit}, then {@link #run}; and
 * {@link #settle} instead of all these when the end of an earlier try is not on record.
 *
 * <p>Any method may refuse with a {@code KeyparityException}; before {@link #run} that means that
 * nothing was done.
 */
public interface Effect {
  EffectKind kind();

  /** The acts that operators must have allowed, all of them in one warrant; empty: none need be. */
  List<Act> warranted();

  /** Acts of which each alone covers all of these just as well, such as a stop its start. */
  default List<Act> alsoCoveredBy() {
    return List.of();
  }

  /**
   * Checks everything that can be checked before.
   *
   * @return facts that {@link #settle} will need after a crash
   */
  Map<String, String> prepare();

  /** Refuses what {@link #commit} would refuse, before anything is written down. */
  default void check(Approved approved) {}

  /** Promises that must be durable before the effect; quick, no waiting. */
  default void commit(Approved approved) {}

  /** What {@link #commit} promised will not be done after all. */
  default void abandon() {}

  Outcome run();

  /**
   * Looks at the world for the end of an earlier try of this act.
   *
   * @param earlier its record, with the facts {@link #prepare} gave
   */
  Settlement settle(EffectRecord earlier);
}

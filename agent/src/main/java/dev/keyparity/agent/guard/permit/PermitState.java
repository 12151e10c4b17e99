package dev.keyparity.agent.guard.permit;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One host's part in the permits of one service: an immutable state with pure transitions.
 *
 * <ol>
 *   <li>{@link #ask}: a fresh nonce; refused while a permit given is outstanding. The ask dies
 *       {@link #ASK_LIFE} later.
 *   <li>{@link #give}: refused from a begun stop to its end; cancels the own ask.
 *   <li>{@link #begin}: with a permit for the present nonce from every other host, in which every
 *       member serves the approved key and at least one does.
 *   <li>{@link #ended}: a process started after the begun stop serves, or it was withdrawn before
 *       its effect.
 *   <li>{@link #afterCrash}: the ask and the permits given are lost, the nonce and the begun stop
 *       are not.
 * </ol>
 *
 * <p>Properties, searched exhaustively for three hosts: never two hosts with a begun stop, with
 * permits kept for ever, used late, and given up at any time. Times are of the caller's monotonic
 * clock since an origin of its choice, and matter only for liveness and freshness.
 *
 * @param ask the own ask, null when there is none
 * @param given the newest permit given to each asker and not known to be over
 * @param begun the begun stop, null when there is none
 */
record PermitState(
    String self,
    long nonceHighWater,
    @Nullable LiveAsk ask,
    Map<String, Given> given,
    @Nullable BegunStop begun) {

  static final Duration ASK_LIFE = Duration.ofSeconds(5);
  static final Duration PERMIT_LIFE = Duration.ofSeconds(10);

  /** An ask and when its nonce was made. */
  record LiveAsk(long nonce, long generation, Duration madeAt) {}

  /** A permit given and when. */
  record Given(long nonce, Duration givenAt) {}

  PermitState {
    given = Map.copyOf(given);
  }

  static PermitState fresh(String self) {
    return new PermitState(self, 0, null, Map.of(), null);
  }

  /** What is left of it after the process dies at this point. */
  PermitState afterCrash(Set<PermitRule> rules) {
    return new PermitState(
        self,
        rules.contains(PermitRule.NONCE_NEVER_REUSED) ? nonceHighWater : 0,
        null,
        Map.of(),
        rules.contains(PermitRule.BEGUN_SURVIVES_CRASH) ? begun : null);
  }

  /** Rule 1: makes a fresh nonce and asks. An earlier ask of this host is dead from here on. */
  PermitDecision ask(Electorate electorate, Duration now, Set<PermitRule> rules) {
    if (begun != null) {
      return begunAlready(begun);
    }
    PermitState present = dropExpired(now, rules);
    if (rules.contains(PermitRule.NO_ASK_WHILE_OUTSTANDING) && !present.given.isEmpty()) {
      return new PermitDecision.Refused(
          ErrorCode.PERMIT_MISSING,
          "ask: a permit given to %s is outstanding (expected: none)"
              .formatted(new TreeSet<>(present.given.keySet())));
    }
    long nonce = nonceHighWater + 1;
    return new PermitDecision.Allowed(
        new PermitState(
            self, nonce, new LiveAsk(nonce, electorate.generation(), now), present.given, null));
  }

  /** Rule 2: permits another host's stop. */
  PermitDecision give(Ask asked, Electorate electorate, Duration now, Set<PermitRule> rules) {
    if (rules.contains(PermitRule.NO_PERMIT_ONCE_BEGUN) && begun != null) {
      return begunAlready(begun);
    }
    if (asked.asker().equals(self) || !electorate.hosts().contains(asked.asker())) {
      return new PermitDecision.Refused(
          ErrorCode.PERMIT_MISSING,
          "ask: of %s (expected: another host of statement %d)"
              .formatted(asked.asker(), electorate.generation()));
    }
    if (rules.contains(PermitRule.SAME_STATEMENT)
        && asked.generation() != electorate.generation()) {
      return otherStatement("ask", asked.generation(), electorate);
    }
    PermitState present = dropExpired(now, rules);
    Map<String, Given> next = new TreeMap<>(present.given);
    next.merge(
        asked.asker(),
        new Given(asked.nonce(), now),
        // An old ask delivered late must not take the place of the one that is outstanding.
        (old, fresh) -> fresh.nonce() >= old.nonce() ? fresh : old);
    LiveAsk kept = rules.contains(PermitRule.GIVING_CANCELS_OWN_ASK) ? null : present.ask;
    return new PermitDecision.Allowed(new PermitState(self, nonceHighWater, kept, next, begun));
  }

  /**
   * Rule 3: begins a stop.
   *
   * @param permits with signatures already verified
   * @param released hosts that an operator's warrant releases; they count as down
   * @param proposed the record to make durable; its nonce must be the present ask's
   */
  PermitDecision begin(
      Collection<Permit> permits,
      Set<String> released,
      Electorate electorate,
      BegunStop proposed,
      Duration now,
      Set<PermitRule> rules) {
    if (begun != null) {
      return begunAlready(begun);
    }
    LiveAsk live = dropExpired(now, rules).ask;
    if (live == null) {
      return new PermitDecision.Refused(
          ErrorCode.PERMIT_MISSING,
          "stop: no living ask (expected: asked within %d s, and no permit given since)"
              .formatted(ASK_LIFE.toSeconds()));
    }
    if (rules.contains(PermitRule.SAME_STATEMENT) && live.generation() != electorate.generation()) {
      return otherStatement("ask", live.generation(), electorate);
    }
    PermitCount count = count(permits, live, electorate, rules);
    TreeSet<String> missing = new TreeSet<>(electorate.hosts());
    missing.remove(self);
    missing.removeAll(count.counted);
    missing.removeAll(released);
    PermitDecision.@Nullable Refused notAll = refusedFor(missing, count, live, rules);
    return notAll != null
        ? notAll
        : new PermitDecision.Allowed(new PermitState(self, nonceHighWater, null, given, proposed));
  }

  private static PermitDecision.@Nullable Refused refusedFor(
      Set<String> missing, PermitCount count, LiveAsk live, Set<PermitRule> rules) {
    if (rules.contains(PermitRule.EVERY_OTHER_HOST) && !missing.isEmpty()) {
      return new PermitDecision.Refused(
          ErrorCode.PERMIT_MISSING,
          "stop: no permit for nonce %d from %s (expected: one from every other host)"
              .formatted(live.nonce(), missing));
    }
    if (rules.contains(PermitRule.MEMBERS_SERVE_APPROVED) && !count.notServing.isEmpty()) {
      return new PermitDecision.Refused(
          ErrorCode.LAST_SERVING,
          "stop: members that do not serve the approved key: %s (expected: none)"
              .formatted(count.notServing));
    }
    if (rules.contains(PermitRule.ONE_MEMBER_SERVES) && count.serving == 0) {
      return new PermitDecision.Refused(
          ErrorCode.LAST_SERVING, "stop: no other member serves the approved key (expected: one)");
    }
    return null;
  }

  private static final class PermitCount {
    private final Set<String> counted = new TreeSet<>();
    private final Set<String> notServing = new TreeSet<>();
    private int serving;
  }

  private PermitCount count(
      Collection<Permit> permits, LiveAsk live, Electorate electorate, Set<PermitRule> rules) {
    PermitCount count = new PermitCount();
    for (Permit permit : permits) {
      boolean another = electorate.hosts().contains(permit.giver()) && !permit.giver().equals(self);
      if (another && isFor(permit, live, rules) && count.counted.add(permit.giver())) {
        weigh(permit, electorate, count);
      }
    }
    return count;
  }

  private boolean isFor(Permit permit, LiveAsk live, Set<PermitRule> rules) {
    return permit.asker().equals(self)
        && (!rules.contains(PermitRule.PRESENT_NONCE_ONLY) || permit.nonce() == live.nonce())
        && (!rules.contains(PermitRule.SAME_STATEMENT) || permit.generation() == live.generation());
  }

  /** Of a member it matters how it is; of a joining host only that it has begun no stop. */
  private static void weigh(Permit permit, Electorate electorate, PermitCount count) {
    if (permit.giverStanding() != Standing.MEMBER) {
      return;
    }
    if (permit.serves() && permit.servingIdentity().equals(electorate.approvedIdentity())) {
      count.serving++;
    } else {
      count.notServing.add(permit.giver());
    }
  }

  /** The stop itself is about to be asked for; from here on it cannot be withdrawn. */
  PermitState effectStarting() {
    if (begun == null) {
      throw new IllegalStateException("stop effect: no begun stop");
    }
    return new PermitState(self, nonceHighWater, ask, given, begun.withEffectStarted());
  }

  /** The begun stop, if there is one, as if begun just now. */
  PermitState renewed(@Nullable ProcessInstance living, BootInstant now) {
    return begun == null
        ? this
        : new PermitState(self, nonceHighWater, ask, given, begun.renewed(living, now));
  }

  /** The begun stop is over: the caller proved that a process started after it serves. */
  PermitState ended() {
    return new PermitState(self, nonceHighWater, ask, given, null);
  }

  /** Withdraws a stop that was begun and had no effect. */
  PermitDecision withdraw() {
    if (begun == null) {
      return new PermitDecision.Allowed(this);
    }
    if (begun.effectStarted()) {
      return new PermitDecision.Refused(
          ErrorCode.STOP_UNDER_WAY,
          "withdraw: the stop begun at %s may have had its effect (expected: none yet)"
              .formatted(begun.at()));
    }
    return new PermitDecision.Allowed(ended());
  }

  /**
   * Ends the permit given to a host that serves again; a word about another ask changes nothing.
   */
  PermitState servesAgain(ServesAgain word) {
    Given permit = given.get(word.host());
    if (permit == null || permit.nonce() != word.nonce()) {
      return this;
    }
    Map<String, Given> next = new TreeMap<>(given);
    next.remove(word.host());
    return new PermitState(self, nonceHighWater, ask, next, begun);
  }

  /** Forgets an ask and permits that are past their life. */
  PermitState dropExpired(Duration now, Set<PermitRule> rules) {
    boolean dead =
        ask != null
            && rules.contains(PermitRule.ASK_DIES)
            && now.minus(ask.madeAt()).compareTo(ASK_LIFE) >= 0;
    ArrayList<Map.Entry<String, Given>> living = new ArrayList<>();
    for (Map.Entry<String, Given> entry : given.entrySet()) {
      if (now.minus(entry.getValue().givenAt()).compareTo(PERMIT_LIFE) < 0) {
        living.add(entry);
      }
    }
    if (!dead && living.size() == given.size()) {
      return this;
    }
    Map<String, Given> kept = new TreeMap<>();
    living.forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    return new PermitState(self, nonceHighWater, dead ? null : ask, kept, begun);
  }

  private static PermitDecision begunAlready(BegunStop begun) {
    return new PermitDecision.Refused(
        ErrorCode.STOP_UNDER_WAY,
        "this host began a stop at %s (expected: none, or a process started after it that serves)"
            .formatted(begun.at()));
  }

  private static PermitDecision otherStatement(String what, long given, Electorate electorate) {
    return new PermitDecision.Refused(
        ErrorCode.PERMIT_MISSING,
        "%s: of statement %d (expected: %d)".formatted(what, given, electorate.generation()));
  }
}

package dev.keyparity.agent.guard.permit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Every state that three agents can reach through an adversarial relay, walked breadth first over
 * the production transitions.
 *
 * <p>The adversary delivers any ask ever made to anybody at any time, keeps every permit for ever
 * and hands over any of them at any time, lets any agent's clock run out whenever it likes, crashes
 * agents, and lets a stop end. Each agent asks at most {@link #NONCES} times, which bounds the
 * search. Whether a host is down is kept beside the agents' own states, so that an agent that
 * forgets does not hide it.
 *
 * <p>A world is one long: a number for each agent's state (12 bits each), three bits for who is
 * down, six for the asks ever made, twelve for the permits ever given.
 */
final class PermitSearch {
  static final int NONCES = 2;

  private static final List<String> HOSTS = List.of("kms1", "kms2", "kms3");
  private static final Electorate ELECTORATE = new Electorate(1, Set.copyOf(HOSTS), "approved");
  private static final Duration NOW = Duration.ZERO;

  private static final int REFUSED = -1;
  private static final int UNKNOWN = -2;

  private static final int STATE_BITS = 12;
  private static final int DOWN_AT = 3 * STATE_BITS;
  private static final int ASKS_AT = DOWN_AT + 3;
  private static final int PERMITS_AT = ASKS_AT + 6;

  /** What a search found: how many worlds, and the way to the first with two hosts down. */
  record Result(int worlds, Optional<List<String>> violation) {}

  /** What happens to one agent: a kind and what it is about, as small numbers. */
  @SuppressWarnings("EnumOrdinal") // the numbers live within one search
  private enum Kind {
    START,
    ASK,
    GIVE,
    BEGIN,
    ASK_RUNS_OUT,
    PERMITS_RUN_OUT,
    CRASH,
    END_UNTOLD,
    END_TOLD,
    IS_TOLD;

    static final int ACTIONS = values().length << 8;

    static String text(int action) {
      return values()[action >> 8] + " " + (action & 255);
    }

    int about(int what) {
      return ordinal() << 8 | what;
    }
  }

  private final Set<PermitRule> rules;
  private final Map<PermitState, Integer> numbers = new HashMap<>();
  private final List<PermitState> states = new ArrayList<>();
  private final List<int[]> memo = new ArrayList<>();
  private final ReachedWorlds reached = new ReachedWorlds();

  private int from;

  PermitSearch(Set<PermitRule> rules) {
    this.rules = rules;
  }

  Result run() {
    long start = 0;
    for (int i = 0; i < 3; i++) {
      start |= (long) number(PermitState.fresh(HOSTS.get(i))) << (i * STATE_BITS);
    }
    reached.add(start, 0, 0);
    for (int at = 0; at < reached.size(); at++) {
      long world = reached.world(at);
      if (Long.bitCount(world >> DOWN_AT & 7) > 1) {
        return new Result(reached.size(), Optional.of(wayTo(at)));
      }
      from = at;
      for (int i = 0; i < 3; i++) {
        ask(world, i);
        give(world, i);
        begin(world, i);
        pass(world, i);
        end(world, i);
      }
    }
    return new Result(reached.size(), Optional.empty());
  }

  private void ask(long world, int i) {
    if (states.get(stateOf(world, i)).nonceHighWater() >= NONCES) {
      return;
    }
    int action = Kind.ASK.about(0);
    int next = step(world, i, action, agent -> agent.ask(ELECTORATE, NOW, rules));
    if (next >= 0) {
      int nonce = (int) states.get(next).nonceHighWater();
      reach(withState(world, i, next) | 1L << askBit(i, nonce), i, action);
    }
  }

  private void give(long world, int i) {
    for (int asker = 0; asker < 3; asker++) {
      for (int nonce = 1; nonce <= NONCES; nonce++) {
        if (asker == i || (world >> askBit(asker, nonce) & 1) == 0) {
          continue;
        }
        Ask ask = new Ask("kms", 1, HOSTS.get(asker), nonce, Standing.MEMBER);
        int action = Kind.GIVE.about(asker << 4 | nonce);
        int next = step(world, i, action, agent -> agent.give(ask, ELECTORATE, NOW, rules));
        if (next >= 0) {
          long given = 1L << permitBit(i, asker, nonce);
          reach(withState(world, i, next) | given, i, action);
        }
      }
    }
  }

  private void begin(long world, int i) {
    int kept = (int) (world >> permitBit((i + 1) % 3, i, 1)) & 15;
    int action = Kind.BEGIN.about(kept);
    int next =
        step(
            world,
            i,
            action,
            agent ->
                agent.begin(keptFor(world, i), Set.of(), ELECTORATE, begunBy(agent), NOW, rules));
    if (next >= 0) {
      reach(withState(world, i, next) | 1L << (DOWN_AT + i), i, action);
    }
  }

  /** Time passes for one agent only, or it crashes. */
  private void pass(long world, int i) {
    same(world, i, Kind.ASK_RUNS_OUT, a -> a.dropExpired(PermitState.ASK_LIFE, rules));
    same(world, i, Kind.PERMITS_RUN_OUT, a -> a.dropExpired(PermitState.PERMIT_LIFE, rules));
    same(world, i, Kind.CRASH, agent -> agent.afterCrash(rules));
  }

  private void end(long world, int i) {
    if ((world >> (DOWN_AT + i) & 1) == 0) {
      return;
    }
    BegunStop begun = states.get(stateOf(world, i)).begun();
    long up = world & ~(1L << (DOWN_AT + i));
    int untold = Kind.END_UNTOLD.about(0);
    long ended = withState(up, i, step(up, i, untold, a -> allowed(a.ended())));
    reach(ended, i, untold);
    if (begun == null) {
      return;
    }
    ServesAgain word = new ServesAgain("kms", HOSTS.get(i), 1, begun.nonce(), Instant.EPOCH);
    int isTold = Kind.IS_TOLD.about(i << 4 | (int) begun.nonce());
    long told = ended;
    for (int j = 0; j < 3; j++) {
      told = withState(told, j, step(told, j, isTold, a -> allowed(a.servesAgain(word))));
    }
    reach(told, i, Kind.END_TOLD.about(0));
  }

  private void same(long world, int i, Kind kind, Function<PermitState, PermitState> change) {
    int next = step(world, i, kind.about(0), agent -> allowed(change.apply(agent)));
    reach(withState(world, i, next), i, kind.about(0));
  }

  private static PermitDecision allowed(PermitState state) {
    return new PermitDecision.Allowed(state);
  }

  /** The number of the next state, or -1 if it is refused; each is worked out once. */
  private int step(
      long world, int i, int action, Function<PermitState, PermitDecision> transition) {
    int state = stateOf(world, i);
    int[] known = memo.get(state);
    if (known[action] == UNKNOWN) {
      known[action] =
          transition.apply(states.get(state)) instanceof PermitDecision.Allowed allowed
              ? number(allowed.state())
              : REFUSED;
    }
    return known[action];
  }

  /** All that the relay kept for this agent, newest first: it hands over whatever helps. */
  private static List<Permit> keptFor(long world, int asker) {
    List<Permit> kept = new ArrayList<>();
    for (int nonce = NONCES; nonce >= 1; nonce--) {
      for (int giver = 0; giver < 3; giver++) {
        if (giver != asker && (world >> permitBit(giver, asker, nonce) & 1) == 1) {
          kept.add(
              new Permit(
                  "kms",
                  1,
                  HOSTS.get(asker),
                  nonce,
                  HOSTS.get(giver),
                  Standing.MEMBER,
                  true,
                  "approved"));
        }
      }
    }
    return kept;
  }

  private static BegunStop begunBy(PermitState agent) {
    long nonce = agent.ask() == null ? 0 : agent.ask().nonce();
    return new BegunStop(nonce, 1, Instant.EPOCH, "boot", 0, "", false);
  }

  private static int askBit(int asker, int nonce) {
    return ASKS_AT + asker * NONCES + nonce - 1;
  }

  private static int permitBit(int giver, int asker, int nonce) {
    int other = (giver - asker + 3) % 3 - 1;
    return PERMITS_AT + asker * 2 * NONCES + other * NONCES + nonce - 1;
  }

  private static int stateOf(long world, int i) {
    return (int) (world >> (i * STATE_BITS)) & ((1 << STATE_BITS) - 1);
  }

  private static long withState(long world, int i, int number) {
    long mask = ((1L << STATE_BITS) - 1) << (i * STATE_BITS);
    return (world & ~mask) | ((long) number << (i * STATE_BITS));
  }

  private int number(PermitState state) {
    Integer known = numbers.putIfAbsent(state, states.size());
    if (known != null) {
      return known;
    }
    states.add(state);
    int[] unknown = new int[Kind.ACTIONS];
    Arrays.fill(unknown, UNKNOWN);
    memo.add(unknown);
    if (states.size() > 1 << STATE_BITS) {
      throw new IllegalStateException("more agent states than fit a world");
    }
    return states.size() - 1;
  }

  private void reach(long to, int agent, int action) {
    reached.add(to, from, agent << 16 | action);
  }

  private List<String> wayTo(int world) {
    ArrayDeque<String> way = new ArrayDeque<>();
    for (int at = world; at > 0; at = reached.cameFrom(at)) {
      int by = reached.cameBy(at);
      way.addFirst(HOSTS.get(by >> 16) + " " + Kind.text(by & 0xFFFF));
    }
    return List.copyOf(way);
  }
}

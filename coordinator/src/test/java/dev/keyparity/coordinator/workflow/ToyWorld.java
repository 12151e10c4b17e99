package dev.keyparity.coordinator.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Hosts that do what they are asked at most once per request id, keep receipts, and can be told to
 * fail, to fall silent or to forget how something ended. They outlive coordinators.
 */
final class ToyWorld {
  /** What the steps see: how often each effect took place, by {@code act/host}. */
  record View(Map<String, Integer> effects, Map<String, String> flags) {
    View {
      effects = Map.copyOf(effects);
      flags = Map.copyOf(flags);
    }

    boolean has(String act, String host) {
      return effects.containsKey(act + "/" + host);
    }
  }

  private final Map<String, ActResult> receipts = new LinkedHashMap<>();
  private final Map<String, Integer> effects = new TreeMap<>();
  private final Map<String, String> flags = new HashMap<>();
  private final Map<String, List<ActResult>> scripted = new HashMap<>();
  private final Set<String> silent = new HashSet<>();
  private final Set<String> breaking = new HashSet<>();
  private final List<ActOrder> orders = new ArrayList<>();

  synchronized View view() {
    return new View(effects, flags);
  }

  synchronized void flag(String name, String value) {
    flags.put(name, value);
  }

  synchronized void silence(String host, boolean on) {
    if (on) {
      silent.add(host);
    } else {
      silent.remove(host);
    }
  }

  /** The next orders of this act on this host come to these results, without any effect. */
  synchronized void script(String act, String host, ActResult... results) {
    scripted.computeIfAbsent(act + "/" + host, k -> new ArrayList<>()).addAll(List.of(results));
  }

  /** The doer itself breaks at the next order, after the effect took place. */
  synchronized void throwOnce(String act, String host) {
    breaking.add(act + "/" + host);
  }

  /** The effect takes place behind the engine's back. */
  synchronized void effect(String act, String host) {
    effects.merge(act + "/" + host, 1, Integer::sum);
  }

  synchronized Map<String, Integer> effects() {
    return Map.copyOf(effects);
  }

  /** Every order that arrived, in order. */
  synchronized List<ActOrder> orders() {
    return List.copyOf(orders);
  }

  ActPerformer under(FaultPoints faults) {
    return order -> {
      try {
        return faults.pass(order.act().toString(), () -> perform(order));
      } catch (FaultPoints.NoAnswer e) {
        return new ActResult.Unanswered("no answer");
      }
    };
  }

  private synchronized ActResult perform(ActOrder order) {
    orders.add(order);
    String what = order.act().name() + "/" + order.act().host();
    if (silent.contains(order.act().host())) {
      return new ActResult.Unanswered("connection refused");
    }
    ActResult before = receipts.get(order.requestId());
    if (before != null) {
      return before;
    }
    List<ActResult> script = scripted.getOrDefault(what, List.of());
    if (!script.isEmpty()) {
      ActResult next = script.remove(0);
      if (next instanceof ActResult.Done || next instanceof ActResult.NotDone) {
        receipts.put(order.requestId(), next);
      }
      return next;
    }
    effects.merge(what, 1, Integer::sum);
    ActResult done = ActResult.done(order.act() + " done", Map.of("n", effects.get(what) + ""));
    receipts.put(order.requestId(), done);
    if (breaking.remove(what)) {
      throw new IllegalStateException("a fault of ours");
    }
    return done;
  }
}

package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.guard.ServiceGuard;
import dev.keyparity.agent.guard.Statements;
import dev.keyparity.agent.guard.permit.Permits;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reaches into the guard of one agent, which production code cannot: what is switched off here has
 * no switch there.
 */
final class Weakened {
  private Weakened() {}

  static void noPermitRules(ServiceGuard guard) {
    set(Permits.class, "rules", guard.permits(), Set.of());
  }

  /** All rules but these, by name. */
  static void withoutPermitRules(ServiceGuard guard, Set<String> dropped) {
    Set<?> all = (Set<?>) get(Permits.class, "rules", guard.permits());
    set(
        Permits.class,
        "rules",
        guard.permits(),
        all.stream()
            .filter(rule -> !dropped.contains(rule.toString()))
            .collect(Collectors.toSet()));
  }

  private static Object get(Class<?> of, String name, Object in) {
    try {
      Field field = of.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(in);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(of + "." + name, e);
    }
  }

  /** Answers what it was, to be put back. */
  static @Nullable Object noStatement(ServiceGuard guard) {
    Object before = guard.statements().held().orElse(null);
    putStatement(guard, null);
    return before;
  }

  static void putStatement(ServiceGuard guard, @Nullable Object held) {
    set(Statements.class, "held", guard.statements(), held);
  }

  private static void set(Class<?> of, String name, Object in, @Nullable Object value) {
    try {
      Field field = of.getDeclaredField(name);
      field.setAccessible(true);
      field.set(in, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(of + "." + name, e);
    }
  }
}

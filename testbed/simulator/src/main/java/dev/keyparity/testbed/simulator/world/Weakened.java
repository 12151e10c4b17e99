package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.guard.ServiceGuard;
import dev.keyparity.agent.guard.Statements;
import dev.keyparity.agent.guard.permit.Permits;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.keyring.FileFacts;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.KeyIdentity;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  /** Whatever is there is the approved key. Answers what was approved, to be put back. */
  static @Nullable Object approvesWhatIsThere(ServiceGuard guard, KeyDirectoryFacts there) {
    Statements.Held before = guard.statements().held().orElse(null);
    KeyIdentity identity = there.identity();
    if (before != null && identity != null) {
      IdentityStatement said = before.statement();
      FileFacts file = there.secring().orElseThrow();
      putStatement(
          guard,
          new Statements.Held(
              before.document(),
              new IdentityStatement(
                  said.group(),
                  said.service(),
                  said.generation(),
                  said.hosts(),
                  identity.digest().hex(),
                  identity.fingerprints().stream().map(Fingerprint::hex).sorted().toList(),
                  new TreeMap<>(Map.of(file.name(), file.sha256().hex())),
                  file.bytes(),
                  said.issuedAt()),
              before.digest(),
              before.listsThisHost()));
    }
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

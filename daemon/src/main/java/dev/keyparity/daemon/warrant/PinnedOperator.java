package dev.keyparity.daemon.warrant;

import java.util.EnumSet;
import java.util.Set;

/**
 * One operator an agent trusts, and how far.
 *
 * @param services the services the operator may sign for; {@code *} for all
 * @param verbs the acts the operator may sign
 */
public record PinnedOperator(
    String name, OperatorPublicKey key, Set<String> services, Set<Verb> verbs) {
  public static final String EVERY_SERVICE = "*";

  public PinnedOperator {
    Checks.present("operator name", name);
    services = Set.copyOf(services);
    verbs = Set.copyOf(verbs);
  }

  /** An operator who may do everything. */
  public static PinnedOperator unlimited(String name, OperatorPublicKey key) {
    return new PinnedOperator(name, key, Set.of(EVERY_SERVICE), EnumSet.allOf(Verb.class));
  }

  boolean maySignFor(String service) {
    return services.contains(EVERY_SERVICE) || services.contains(service);
  }
}

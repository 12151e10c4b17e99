package dev.keyparity.agent.guard;

import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.warrant.WarrantCheck;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The warrant an effect is done under.
 *
 * @param warrant null if the effect needs none
 * @param operators who signed
 */
public record Approved(@Nullable Warrant warrant, List<String> operators) {
  static final Approved NOT_NEEDED = new Approved(null, List.of());

  public Approved {
    operators = List.copyOf(operators);
  }

  /** Whether it is done under a standing policy: nobody looked at what is done just now. */
  public boolean isStanding() {
    return warrant != null && warrant.isStanding();
  }

  Warrant require() {
    return Objects.requireNonNull(warrant, "warrant");
  }

  /** Empty if the effect needed none. */
  public String warrantId() {
    return id();
  }

  String id() {
    return warrant == null ? "" : warrant.id();
  }

  /** Hosts whose permit the stop of a host may do without, by this warrant. */
  public Set<String> releasedFor(String stopped) {
    TreeSet<String> released = new TreeSet<>();
    if (warrant != null) {
      for (Act act : warrant.acts()) {
        if (act.verb() == Verb.OVERRIDE_PERMIT
            && stopped.equals(act.bounds().get(WarrantCheck.STOPPED_BOUND))) {
          released.add(act.host());
        }
      }
    }
    return released;
  }
}

package dev.keyparity.cli.signing;

import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a plan does to the hosts of a service against the statement that lists them: a host
 * that is added is in it, one that is removed is not, and where one host is added every act that
 * touches a key is of that host. Pure.
 */
record MembershipReview(PlanDocument plan, @Nullable IdentityStatement statement) {
  private static final String ADD_HOST = "add-host";
  private static final String REMOVE_HOST = "remove-host";
  private static final String SYNCHRONIZE = "synchronize-key";

  static boolean isMembership(Act act) {
    return act.verb() == Verb.ADD_HOST || act.verb() == Verb.REMOVE_HOST;
  }

  void reviewAct(Act act, String name) {
    IdentityStatement approves = statement;
    if (approves == null) {
      DraftReview.require(false, name + ": and no statement is shown that lists the hosts");
      return;
    }
    boolean listed = approves.hosts().contains(act.host());
    DraftReview.require(
        listed == (act.verb() == Verb.ADD_HOST),
        "%s: the statement's hosts are %s".formatted(name, approves.hosts()));
    DraftReview.require(
        act.bounds().equals(Map.of("statement", Sha256.hex(approves.canonicalBytes()))),
        name + ": it is for another statement than the one shown");
  }

  void review(@Nullable Warrant warrant, Asked asked) {
    if (plan.kind().equals(REMOVE_HOST)) {
      new LeavingReview(plan, statement).review(warrant, asked);
    }
    if (!plan.kind().equals(ADD_HOST)) {
      return;
    }
    List<String> joining = plan.step(SYNCHRONIZE).map(PlanDocument.Step::hosts).orElse(List.of());
    DraftReview.require(
        joining.size() == 1, "plan: adds %s (expected: one host)".formatted(joining));
    String host = joining.get(0);
    DraftReview.require(
        asked.host() == null || host.equals(asked.host()),
        "plan: adds %s (expected: %s, as asked)".formatted(host, asked.host()));
    DraftReview.require(
        plan.giveWay().isEmpty() || plan.giveWay().keySet().equals(Set.of(host)),
        "plan: gives way: %s (expected: on %s only)".formatted(plan.giveWay(), host));
    if (warrant != null) {
      warrant.acts().forEach(act -> onlyOf(host, act));
      DraftReview.require(
          statement == null || warrant.acts().stream().anyMatch(act -> adds(act, host)),
          "warrant: adds no host (expected: %s)".formatted(host));
    }
  }

  private static boolean adds(Act act, String host) {
    return act.verb() == Verb.ADD_HOST && act.host().equals(host);
  }

  /** Hosts that serve are stopped for a setting of theirs and for nothing else. */
  private void onlyOf(String host, Act act) {
    String name = "warrant: %s on %s".formatted(act.verb().text(), act.host());
    switch (act.verb()) {
      case INSTALL, ADD_HOST ->
          DraftReview.require(act.host().equals(host), name + " (expected: only " + host + ")");
      case STOP, START ->
          DraftReview.require(
              act.host().equals(host)
                  || plan.settings().stream()
                      .anyMatch(
                          it ->
                              it.step().equals("zookeeper-dependency")
                                  && it.host().equals(act.host())),
              name + " (expected: a host of which the plan changes a setting)");
      default -> {
        // Held against the plan's own steps and settings like those of any run.
      }
    }
  }
}

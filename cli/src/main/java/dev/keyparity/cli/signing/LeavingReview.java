package dev.keyparity.cli.signing;

import static dev.keyparity.cli.signing.DraftReview.require;

import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a plan that takes a host out of the service against what was asked: one host leaves, by
 * name; no other is stopped; one that is gone takes no part, and nothing is done to it. Pure.
 */
record LeavingReview(PlanDocument plan, @Nullable IdentityStatement statement) {

  void review(@Nullable Warrant warrant, Asked asked) {
    List<String> leaving = plan.step("remove-host").map(PlanDocument.Step::hosts).orElse(List.of());
    require(leaving.size() == 1, "plan: removes %s (expected: one host)".formatted(leaving));
    String host = leaving.get(0);
    require(
        asked.host() == null || host.equals(asked.host()),
        "plan: removes %s (expected: %s, as asked)".formatted(host, asked.host()));
    boolean gone = !plan.without().isEmpty();
    require(
        plan.without().equals(gone ? List.of(host) : List.of())
            && gone != plan.hosts().contains(host),
        "plan: without: %s of %s (expected: only %s, or nobody)"
            .formatted(plan.without(), plan.hosts(), host));
    require(!plan.staying().isEmpty(), "plan: removes the only host");
    IdentityStatement approves = statement;
    require(
        approves != null && !approves.hosts().contains(host),
        "statement: %s".formatted(approves == null ? "none" : "hosts: " + approves.hosts())
            + " (expected: one without %s)".formatted(host));
    if (warrant == null) {
      require(false, "warrant: none (expected: one that removes %s)".formatted(host));
      return;
    }
    warrant.acts().forEach(act -> reviewAct(act, host, gone));
    require(
        warrant.acts().stream().anyMatch(act -> act.verb() == Verb.REMOVE_HOST),
        "warrant: removes no host (expected: %s)".formatted(host));
  }

  private static void reviewAct(Act act, String host, boolean gone) {
    String name = "warrant: %s on %s".formatted(act.verb().text(), act.host());
    boolean stop = act.verb() == Verb.STOP;
    if (stop || act.verb() == Verb.REMOVE_HOST) {
      require(act.host().equals(host), name + " (expected: only " + host + ")");
    }
    require(!(stop && gone), name + ": it is gone, and nothing is stopped there");
  }
}

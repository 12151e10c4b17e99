package dev.keyparity.cli.signing;

import dev.keyparity.cli.signing.PlanDocument.Accepted;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the files that a plan takes for the approved ones against the statement that approves them
 * and against what was asked. Pure.
 */
record AcceptReview(PlanDocument plan, @Nullable IdentityStatement statement) {
  private static final String ABSENT = "absent";
  private static final String ACCEPT = "accept";

  void review(Asked asked) {
    if (!plan.kind().equals(ACCEPT)) {
      DraftReview.require(
          plan.accepts().isEmpty(),
          "plan: accepts %d files (expected: none in a run of kind %s)"
              .formatted(plan.accepts().size(), plan.kind()));
      return;
    }
    DraftReview.require(
        !plan.accepts().isEmpty(), "plan: accepts no file (expected: what changed)");
    IdentityStatement approves = statement;
    if (approves == null) {
      DraftReview.require(false, "plan: accepts files, and no statement approves them");
      return;
    }
    plan.accepts().forEach(change -> review(change, approves));
    plan.observed()
        .forEach(
            (host, observed) ->
                DraftReview.require(
                    approves.keyIdentity().equals(observed.identity()),
                    "plan: %s holds another key (expected: the key stays the same)"
                        .formatted(host)));
    SortedMap<String, String> shown = new TreeMap<>();
    plan.accepts().forEach(change -> shown.put(change.file(), change.is()));
    DraftReview.require(
        asked.accepts().isEmpty() || asked.accepts().equals(shown),
        "plan: accepts %s (expected: %s, as asked)"
            .formatted(shown, new TreeMap<>(asked.accepts())));
  }

  private static void review(Accepted change, IdentityStatement statement) {
    String approved = statement.files().getOrDefault(change.file(), ABSENT);
    DraftReview.require(
        approved.equals(change.is()),
        "plan: accepts %s %s (expected: %s, as its statement approves)"
            .formatted(change.file(), change.is(), approved));
    DraftReview.require(
        !change.was().equals(change.is()),
        "plan: accepts %s as it was (expected: what changed)".formatted(change.file()));
  }
}

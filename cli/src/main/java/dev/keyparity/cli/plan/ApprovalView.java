package dev.keyparity.cli.plan;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.signing.PlanView;
import dev.keyparity.cli.signing.ReviewedPlan;
import java.util.List;

/** How many have signed a plan, and what is next. */
record ApprovalView(ReviewedPlan plan) implements View {
  @Override
  public Document document() {
    return new PlanView(plan).document();
  }

  @Override
  public List<String> lines(Page page) {
    int given = plan.plan().getApprovalsGiven();
    int needed = plan.plan().getApprovalsNeeded();
    String next =
        plan.approvalsMissing() > 0
            ? "another operator signs with: keyparity approve " + plan.id()
            : "start it with: keyparity approve " + plan.id() + " --start";
    return List.of("plan %s: %d of %d approvals".formatted(plan.id(), given, needed), "  " + next);
  }
}

package dev.keyparity.cli.signing;

import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.Plan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan whose parts agree with each other and with what was asked. Only {@link DraftReview} makes
 * one.
 */
public final class ReviewedPlan {
  private final Plan plan;
  private final PlanDocument document;
  private final @Nullable Warrant warrant;
  private final @Nullable IdentityStatement statement;

  ReviewedPlan(
      Plan plan,
      PlanDocument document,
      @Nullable Warrant warrant,
      @Nullable IdentityStatement statement) {
    this.plan = plan;
    this.document = document;
    this.warrant = warrant;
    this.statement = statement;
  }

  public String id() {
    return plan.getId();
  }

  public PlanDocument document() {
    return document;
  }

  /** What the operator is to sign; empty where the plan needs no signature. */
  public Optional<Warrant> warrant() {
    return Optional.ofNullable(warrant);
  }

  public Optional<IdentityStatement> statement() {
    return Optional.ofNullable(statement);
  }

  /** As it came. */
  public Plan plan() {
    return plan;
  }

  /** How many more operators must sign. */
  public int approvalsMissing() {
    return Math.max(0, plan.getApprovalsNeeded() - plan.getApprovalsGiven());
  }
}

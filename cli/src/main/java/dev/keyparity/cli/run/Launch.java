package dev.keyparity.cli.run;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.SigningOptions;
import dev.keyparity.cli.signing.Asked;
import dev.keyparity.cli.signing.PlanView;
import dev.keyparity.cli.signing.ReviewedPlan;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.StartRunRequest;
import java.util.Optional;

/** From a reviewed plan to a run that is followed: shown, confirmed, signed, started. */
public final class Launch {
  private final Invocation invocation;

  public Launch(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * Has a plan made for a new run, and starts it.
   *
   * @throws KeyparityException {@link ErrorCode#RUN_ALREADY_OPEN}, before anything is shown or
   *     signed
   */
  public ExitMeaning begin(MakePlanRequest request, SigningOptions options)
      throws InterruptedException {
    return begin(request, Asked.of(request, options.expires()), options.yes());
  }

  /**
   * The same, where more was asked for than a request says.
   *
   * @param yes whether nobody is to be asked
   */
  public ExitMeaning begin(MakePlanRequest request, Asked asked, boolean yes)
      throws InterruptedException {
    requireNoOpenRun(request.getService());
    return signAndStart(new Signing(invocation).make(request, asked), yes);
  }

  /**
   * Follows the open run of a service, if there is one and it is of this kind.
   *
   * @return how it ended or stands; empty if there is none
   */
  public Optional<ExitMeaning> followOpen(String service, String kind) throws InterruptedException {
    Optional<Run> open = openRun(service).filter(run -> run.getKind().equals(kind));
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(new RunFollower(invocation).follow(service, open.get().getId()));
  }

  private void requireNoOpenRun(String service) {
    Optional<Run> open = openRun(service);
    if (open.isPresent()) {
      throw new KeyparityException(
          ErrorCode.RUN_ALREADY_OPEN,
          "%s: run %s is %s (expected: no open run)"
              .formatted(service, open.get().getId(), open.get().getState()),
          "keyparity run show " + open.get().getId());
    }
  }

  private Optional<Run> openRun(String service) {
    GetRunRequest latest = GetRunRequest.newBuilder().setService(service).build();
    try {
      return Optional.of(invocation.ask(admin -> admin.getRun(latest)))
          .filter(run -> !Runs.hasEnded(run));
    } catch (KeyparityException e) {
      if (e.code() == ErrorCode.NO_SUCH_RUN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * @return BLOCKED if other operators must sign first, or the run stands still at the end
   */
  public ExitMeaning signAndStart(ReviewedPlan plan, boolean yes) throws InterruptedException {
    return start(new Signing(invocation).confirmAndSign(plan, yes));
  }

  /** Starts a plan that is signed, and follows its run. */
  public ExitMeaning start(ReviewedPlan signed) throws InterruptedException {
    if (signed.approvalsMissing() > 0) {
      invocation
          .console()
          .say(
              "%d of %d approvals; another operator signs with: keyparity approve %s --start"
                  .formatted(
                      signed.plan().getApprovalsGiven(),
                      signed.plan().getApprovalsNeeded(),
                      signed.id()));
      if (!invocation.isForPeople()) {
        invocation.show(new PlanView(signed));
      }
      return ExitMeaning.BLOCKED;
    }
    StartRunRequest request =
        StartRunRequest.newBuilder()
            .setService(signed.document().service())
            .setPlan(signed.id())
            .build();
    Run run = invocation.askThoroughly(admin -> admin.startRun(request));
    return new RunFollower(invocation).follow(run.getService(), run.getId());
  }
}

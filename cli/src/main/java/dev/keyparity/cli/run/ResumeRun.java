package dev.keyparity.cli.run;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.SigningOptions;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.Confirmation;
import dev.keyparity.cli.signing.ReviewedPlan;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.ChangeRunRequest;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.Step;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a run that stands still go on, if need be with a second warrant for keys to give way. */
@Command(
    name = "resume",
    description = {
      "Make a run that stands still go on.",
      "",
      "Where hosts hold different keys, name both sides: the key to keep, and on each other host the"
          + " key that gives way. What only a giving-way key opens is shown first; while anything but"
          + " the probe key would be lost, the coordinator refuses (exit 8). Naming both sides is"
          + " never replaced by --yes.",
      "",
      "Fingerprints may be given in full, or as they are shown (4F2A…9C1D or 4F2A..9C1D)."
    },
    footer = {
      "Examples:",
      "  keyparity run resume kms-prod",
      "  keyparity run resume kms-prod --keep 4F2A..9C1D --give-way kms2=77B0..1122"
    })
final class ResumeRun implements Verb {
  private final Invocation invocation;

  @Mixin RunChoice choice = new RunChoice();

  @Option(names = "--keep", paramLabel = "FPR", description = "The key that every host is to hold.")
  @Nullable String keep;

  @Option(
      names = "--give-way",
      split = ",",
      paramLabel = "HOST=FPR",
      description = "The key that gives way on a host; several with commas.")
  Map<String, String> giveWay = new LinkedHashMap<>();

  @Option(
      names = "--overlap",
      description =
          "With --keep and --give-way: let the hosts that give way be down together, and start them"
              + " when each holds the key. For a KMS that refuses to start while another host holds"
              + " another key; run show says so.")
  boolean overlap;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes into the audit.")
  String reason = "";

  @Mixin SigningOptions signing = new SigningOptions();

  ResumeRun(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() throws InterruptedException {
    if (overlap && keep == null) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "--overlap without --keep and --give-way (expected: both sides named)",
          "keyparity run resume --help");
    }
    if ((keep == null) != giveWay.isEmpty()) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          keep == null
              ? "--give-way without --keep (expected: both sides named)"
              : "--keep without --give-way (expected: both sides named)",
          "keyparity run resume --help");
    }
    Run run = choice.find(invocation);
    if (Runs.hasEnded(run)) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "run %s of %s: %s (expected: one that stands still)"
              .formatted(run.getId(), run.getService(), run.getState()),
          "keyparity run list " + run.getService());
    }
    return keep == null ? goOn(run) : giveWay(run, keep);
  }

  private ExitMeaning goOn(Run run) throws InterruptedException {
    String step = Runs.currentStep(run).map(Step::getId).orElse("its end");
    String shown = String.join("\n", new RunView(run, true).lines(invocation.page()));
    new Confirmation(invocation).require(shown, "Go on with " + step + "?", signing.yes());
    ChangeRunRequest request =
        ChangeRunRequest.newBuilder()
            .setService(run.getService())
            .setRun(run.getId())
            .setReason(reason)
            .build();
    invocation.ask(admin -> admin.resumeRun(request));
    return new RunFollower(invocation).follow(run.getService(), run.getId());
  }

  private ExitMeaning giveWay(Run run, String kept) throws InterruptedException {
    HeldKeys held = new HeldKeys(run);
    MakePlanRequest.Builder request =
        MakePlanRequest.newBuilder()
            .setService(run.getService())
            .setKind(MakePlanRequest.Kind.GIVE_WAY)
            .setRun(run.getId())
            .setKeep(held.anywhere(kept))
            .setOverlap(overlap)
            .setTicket(signing.ticket())
            .setExpiresIn(signing.expiresText());
    giveWay.forEach((host, key) -> request.putGiveWay(host, held.on(host, key)));
    ReviewedPlan plan = new Signing(invocation).make(request.build(), signing.expires());
    return new Launch(invocation).signAndStart(plan, signing.yes());
  }
}

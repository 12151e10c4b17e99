package dev.keyparity.cli.host;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.SigningOptions;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.run.Launch;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Takes a host out of a service: by a run, then out of the service file. Called again it goes on
 * where it stands, since each part is only done where it is not done yet.
 */
@Command(
    name = "remove",
    description = {
      "Take a host out of the service for good. Deletes no key, no backup and no copy.",
      "",
      "Clients are pointed past it first. If it alone opens something, the plan is refused. Then its"
          + " KMS is stopped under the permits of the others, the identity statement without it goes"
          + " to them and to it, and the service file loses it last. Called again it goes on where"
          + " it stands. A host that is gone for good cannot be stopped or told: --gone says that you"
          + " know, and is refused while its agent answers. Exits as enable does."
    },
    footer = {
      "Examples:",
      "  keyparity host remove kms-prod kms3",
      "  keyparity host remove kms-prod kms3 --gone    its machine does not come back"
    })
final class RemoveHost implements Verb {
  private final Invocation invocation;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Parameters(index = "1", paramLabel = "HOST", description = "The host to remove.")
  String host = "";

  @Option(
      names = "--gone",
      description = "It is gone for good: nothing is asked of it, and nothing stopped there.")
  boolean gone;

  @Mixin SigningOptions signing = new SigningOptions();

  RemoveHost(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() throws InterruptedException {
    Launch launch = new Launch(invocation);
    Optional<ExitMeaning> before = launch.followOpen(service, "remove-host");
    if (before.isPresent() && before.get() != ExitMeaning.OK) {
      return goOnLater(before.get());
    }
    Declaring file = new Declaring(invocation, service);
    boolean yes = signing.yes();
    if (before.isEmpty()) {
      file.showRemoval(host);
    }
    try {
      ExitMeaning ended = launch.begin(request(), signing);
      if (ended != ExitMeaning.OK) {
        return goOnLater(ended);
      }
      // What the file loses was shown before the plan was confirmed.
      yes = true;
    } catch (KeyparityException e) {
      if (e.code() != ErrorCode.HOST_NOT_LISTED) {
        throw e;
      }
      invocation.console().say(e.operatorMessage());
    }
    file.remove(host, yes);
    whatStays().forEach(invocation.console()::say);
    return ExitMeaning.OK;
  }

  private MakePlanRequest request() {
    return MakePlanRequest.newBuilder()
        .setService(service)
        .setKind(MakePlanRequest.Kind.REMOVE_HOST)
        .setHost(host)
        .addAllWithout(gone ? List.of(host) : List.of())
        .setTicket(signing.ticket())
        .setExpiresIn(signing.expiresText())
        .build();
  }

  private ExitMeaning goOnLater(ExitMeaning exit) {
    invocation
        .console()
        .say(
            "the service file still has %s; once the run is done, this takes it out: keyparity host remove %s %s%s"
                .formatted(host, service, host, gone ? " --gone" : ""));
    return exit;
  }

  private List<String> whatStays() {
    return List.of(
        "%s is no host of %s any more. Nothing was deleted:".formatted(host, service),
        "  on %s: its key directory, its backups, and the copies that it keeps for others"
            .formatted(host),
        "  on the others: /var/lib/keyparity/copies/%s/%s".formatted(service, host),
        (gone
                ? "by hand: see that the KMS of %s never starts again: nothing was stopped there, and"
                    + " its agent does not know"
                : "by hand, on %s: disable its KMS and its agent; wipe the key only if your own rules"
                    + " say so")
            .formatted(host),
        "the list of what stays where: docs/operations/hosts.md");
  }
}

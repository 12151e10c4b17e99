package dev.keyparity.cli.change;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.ChangeReview;
import dev.keyparity.cli.signing.Confirmation;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.OpenChangeReply;
import dev.keyparity.proto.coordinator.v1.OpenChangeRequest;
import dev.keyparity.wording.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sanctions a change of one file by its exact digest, for a while. */
@Command(
    name = "open",
    description = {
      "Let a file beside the key be another one for a while, named by its exact SHA-256.",
      "",
      "On every host that file may then have the approved bytes or those. Anything else is told as"
          + " ever, and so is whoever still differs when the time is over. To make the new bytes the"
          + " approved ones: keyparity accept --help. The key file itself is never sanctioned."
    },
    footer = {
      "Examples:",
      "  sha256sum pubring.gpg",
      "  keyparity change open --file pubring.gpg --sha256 2c… --for 2h --reason CHG-7"
    })
final class OpenChangeVerb implements Verb {
  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "The service. Default: the only one that is declared.")
  @Nullable String named;

  @Mixin ServiceChoice service = new ServiceChoice();

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE",
      description = "Its name in the key directory, such as keytrustee.conf.")
  String file = "";

  @Option(
      names = "--sha256",
      required = true,
      paramLabel = "HEX",
      description = "What it may become: 64 hex digits, as sha256sum prints them.")
  String sha256 = "";

  @Option(
      names = "--for",
      required = true,
      paramLabel = "DURATION",
      description = "For how long, from 1m to 7d.")
  Duration length = Duration.ZERO;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is signed, and shown while the change is open.")
  String reason = "";

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  OpenChangeVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    OpenChangeRequest request =
        OpenChangeRequest.newBuilder()
            .setService(service.or(named).resolve(invocation))
            .setFile(file)
            .setSha256(sha256.toLowerCase(Locale.ROOT))
            .setForMs(length.toMillis())
            .setReason(reason)
            .build();
    byte[] draft =
        invocation.ask(admin -> admin.openChange(request)).getWarrantDraft().toByteArray();
    Warrant warrant = new ChangeReview(request, invocation.clock().instant()).review(draft);
    new Confirmation(invocation).require(words(warrant), "Sign and open it?", yes);
    OpenChangeRequest signed =
        request.toBuilder().setWarrant(new Signing(invocation).warrant(draft)).build();
    OpenChangeReply recorded = invocation.ask(admin -> admin.openChange(signed));
    Signing.requireEnough(recorded.getRecorded(), file + ": signed, and not open yet");
    invocation.show(new OpenedView(request, Times.ofMillis(recorded.getUntilMs())));
    return ExitMeaning.OK;
  }

  private String words(Warrant warrant) {
    return """
        %s of %s may become %s
          on every host, until %s %s; anything else is told as ever
          reason: %s"""
        .formatted(
            file,
            warrant.service(),
            sha256,
            invocation.times().dayAndMinute(warrant.expiresAt()),
            invocation.times().zone(warrant.expiresAt()),
            warrant.reason());
  }

  private record OpenedView(OpenChangeRequest change, Instant until) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.change-opened/1")
          .put("service", change.getService())
          .put("file", change.getFile())
          .put("sha256", change.getSha256())
          .put("until", until)
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      return List.of(
          "%s of %s may be another one until %s %s"
              .formatted(
                  change.getFile(),
                  change.getService(),
                  page.times().dayAndMinute(until),
                  page.times().zone(until)));
    }
  }
}

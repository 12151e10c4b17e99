package dev.keyparity.cli.status;

import dev.keyparity.cli.console.JsonText;
import dev.keyparity.cli.console.OutputFormat;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.link.Following;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import dev.keyparity.wording.Headline;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the status once, or again and again. */
@Command(
    name = "status",
    description = {
      "Does every host hold the approved key, how is that known, and as of when?",
      "",
      "Exits 0 once it could answer, whatever the answer; with --check 6 unless every host of every"
          + " service asked for is in parity."
    },
    footer = {
      "Examples:",
      "  keyparity status",
      "  keyparity status kms-prod --check && echo good",
      "  keyparity status kms-prod --watch",
      "  keyparity status -o json | jq '.services[] | {service, in_parity}'"
    })
public final class StatusVerb implements Verb {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Invocation invocation;

  @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "One service. Default: all.")
  @Nullable String service;

  @Option(names = "--watch", description = "Show it again at every change, until Ctrl-C.")
  boolean watch;

  @Option(
      names = "--check",
      description = "Exit 6 unless every host is IN_PARITY or EQUIVALENT; for monitoring.")
  boolean check;

  public StatusVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() throws InterruptedException {
    if (watch && check) {
      throw new KeyparityException(
          ErrorCode.USAGE, "--watch with --check (expected: one of them)", "");
    }
    GetStatusRequest request =
        GetStatusRequest.newBuilder().setService(service == null ? "" : service).build();
    if (watch) {
      return watch(request);
    }
    StatusReply status = invocation.ask(admin -> admin.getStatus(request));
    invocation.show(new StatusView(status));
    return check && !isInParity(status) ? ExitMeaning.NOT_IN_PARITY : ExitMeaning.OK;
  }

  private static boolean isInParity(StatusReply status) {
    return status.getServicesCount() > 0
        && status.getServicesList().stream().allMatch(Headline::isInParity);
  }

  private ExitMeaning watch(GetStatusRequest request) throws InterruptedException {
    Following.Question<StatusReply> question =
        new Following.Question<>(
            (admin, stream) -> admin.watchStatus(request, stream),
            admin -> admin.getStatus(request));
    try (Following<StatusReply> following =
        new Following<>(invocation.coordinators(), question, PATIENCE, invocation.clock())) {
      while (!following.hasEnded()) {
        Optional<StatusReply> status = following.next(LOOK);
        if (status.isPresent()) {
          show(status.get());
        } else if (following.isLost()) {
          invocation.console().live("no leader answers; looking for one");
        }
      }
    }
    return ExitMeaning.OK;
  }

  /** Programs get one document a line; people get the screen anew. */
  private void show(StatusReply status) {
    StatusView view = new StatusView(status);
    if (invocation.format() == OutputFormat.json) {
      invocation.console().document(JsonText.line(view.document()));
    } else if (invocation.format() == OutputFormat.yaml) {
      invocation.console().document("---\n");
      invocation.show(view);
    } else {
      invocation.console().screen(String.join("\n", view.lines(invocation.page())));
    }
  }

  /** The verb with its options, to be put into the tree. */
  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new StatusVerb(invocation));
  }
}

package dev.keyparity.cli.leader;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.link.Addresses;
import dev.keyparity.cli.signing.Confirmation;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.proto.coordinator.v1.ResignRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the leader step down. */
@Command(
    name = "resign",
    description = {
      "Make the leading coordinator step down; a standby takes over within seconds. Runs go on under"
          + " the next leader."
    })
final class Resign implements Verb {
  private final Invocation invocation;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  String reason = "";

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  Resign(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    Answers answers = Answers.of(invocation);
    if (!answers.anybodyAnswered()) {
      throw answers.failure();
    }
    LeaderReply leader =
        answers
            .leader()
            .orElseThrow(
                () ->
                    new KeyparityException(
                        ErrorCode.NO_LEADER, "nobody leads, so nobody can step down", ""));
    HostPort address =
        Addresses.parse(leader.getAddress())
            .orElseThrow(
                () ->
                    new KeyparityException(
                        ErrorCode.PROTOCOL_UNSUPPORTED,
                        "leader address: " + leader.getAddress() + " (expected: host:port)",
                        ""));
    new Confirmation(invocation)
        .require(
            "%s (epoch %d) would step down".formatted(leader.getCoordinator(), leader.getEpoch()),
            "Go?",
            yes);
    ResignRequest request = ResignRequest.newBuilder().setReason(reason).build();
    // Once and only there: asked again elsewhere, the next leader would step down too.
    invocation
        .coordinators()
        .askAt(address, invocation.timeout(Invocation.QUICK), admin -> admin.resign(request));
    invocation.show(new ResignedView(leader));
    return ExitMeaning.OK;
  }

  private record ResignedView(LeaderReply leader) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.leader-resigned/1")
          .put("coordinator", leader.getCoordinator())
          .put("epoch", leader.getEpoch())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      return List.of(
          leader.getCoordinator() + " stepped down", "  keyparity leader show   who leads now");
    }
  }
}

package dev.keyparity.cli.leader;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Asks every coordinator who leads. */
@Command(
    name = "show",
    description = {
      "Ask every coordinator who leads; standbys answer too.",
      "",
      "Exits 5 if nobody leads, 4 if nobody answers."
    })
final class ShowLeader implements Verb {
  private final Invocation invocation;

  ShowLeader(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    Answers answers = Answers.of(invocation);
    if (!answers.anybodyAnswered() && answers.all().size() == 1) {
      throw answers.failure();
    }
    invocation.show(new LeaderView(answers));
    if (!answers.anybodyAnswered()) {
      return answers.failure().code().exitMeaning();
    }
    return answers.leader().isPresent() ? ExitMeaning.OK : ExitMeaning.NO_LEADER;
  }

  private record LeaderView(Answers answers) implements View {
    @Override
    public Document document() {
      Optional<LeaderReply> leader = answers.leader();
      return Document.schema("keyparity.leader/1")
          .put("leader", leader.isEmpty() ? Document.NOTHING : leader(leader.get()))
          .put(
              "standbys",
              Document.texts(
                  leader.map(LeaderReply::getStandbysList).orElse(null) == null
                      ? List.of()
                      : leader.get().getStandbysList()))
          .put("answers", Document.items(answers.all(), LeaderView::answer))
          .build();
    }

    private static Document leader(LeaderReply leader) {
      return Document.fields()
          .put("coordinator", leader.getCoordinator())
          .put("address", leader.getAddress())
          .put("epoch", leader.getEpoch())
          .build();
    }

    private static Document answer(Answers.Answer answer) {
      LeaderReply reply = answer.reply();
      KeyparityException failure = answer.failure();
      return Document.fields()
          .put("address", answer.address().toString())
          .put("leader", reply == null ? Document.NOTHING : leader(reply))
          .put("error", failure == null ? null : failure.operatorMessage())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      List<String> lines = new ArrayList<>();
      Optional<LeaderReply> leader = answers.leader();
      lines.add(
          leader
              .map(
                  l ->
                      "%s leads (epoch %d, %s)"
                          .formatted(Ink.GOOD.of(l.getCoordinator()), l.getEpoch(), l.getAddress()))
              .orElse(Ink.BAD.of("nobody leads")));
      lines.add("");
      Table table = Table.of("ASKED", "SAYS").withNotes("");
      for (Answers.Answer answer : answers.all()) {
        LeaderReply reply = answer.reply();
        KeyparityException failure = answer.failure();
        table.rowWithNote(
            failure == null ? "" : failure.operatorMessage(),
            answer.address().toString(),
            reply == null
                ? Ink.BAD.of("no answer")
                : answer.namesALeader()
                    ? "%s leads, epoch %d".formatted(reply.getCoordinator(), reply.getEpoch())
                    : Ink.WARN.of("nobody leads"));
      }
      lines.addAll(table.lines(page.width()));
      return lines;
    }
  }
}

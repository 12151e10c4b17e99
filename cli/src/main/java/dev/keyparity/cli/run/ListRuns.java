package dev.keyparity.cli.run;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.ListRunsRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.Step;
import dev.keyparity.wording.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists a service's runs. */
@Command(name = "list", description = "List a service's runs, newest first.")
final class ListRuns implements Verb {
  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "The service. Default: the only one that is declared.")
  @Nullable String named;

  @Mixin ServiceChoice service = new ServiceChoice();

  ListRuns(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    ListRunsRequest request =
        ListRunsRequest.newBuilder().setService(service.or(named).resolve(invocation)).build();
    invocation.show(new RunsView(invocation.ask(a -> a.listRuns(request)).getRunsList()));
    return ExitMeaning.OK;
  }

  private record RunsView(List<Run> runs) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.runs/1")
          .put("runs", Document.items(runs, RunDocument::brief))
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      if (runs.isEmpty()) {
        return List.of("no run yet");
      }
      String started = "STARTED (" + page.times().zone(page.times().now()) + ")";
      Table table = Table.of("RUN", "KIND", "STATE", started, "TOOK", "BY", "STEP");
      for (Run run : runs) {
        table.row(
            run.getId(),
            run.getKind(),
            run.getState(),
            page.times().dayAndMinute(Times.ofMillis(run.getStartedAtMs())),
            Times.elapsed(Runs.took(run, page.times().now())),
            run.getStartedBy(),
            run.getState().equals("done") ? "" : Runs.currentStep(run).map(Step::getId).orElse(""));
      }
      return table.lines(page.width());
    }
  }
}

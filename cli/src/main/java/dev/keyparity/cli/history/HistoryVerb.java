package dev.keyparity.cli.history;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.Event;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.ListRunsRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.wording.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells what happened. */
@Command(
    name = "history",
    description = "What happened to a service: its runs and the events on record, newest first.",
    footer = {"Examples:", "  keyparity history kms-prod"})
public final class HistoryVerb implements Verb {
  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "The service. Default: the only one that is declared.")
  @Nullable String service;

  HistoryVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new HistoryVerb(invocation));
  }

  @Override
  public ExitMeaning run() {
    String name = ServiceChoice.of(service).resolve(invocation);
    List<Entry> entries = new ArrayList<>();
    GetStatusRequest status =
        GetStatusRequest.newBuilder().setService(name).setAllEvents(true).build();
    for (ServiceStatus one : invocation.ask(a -> a.getStatus(status)).getServicesList()) {
      one.getEventsList().stream().map(Entry::of).forEach(entries::add);
    }
    List<Entry> events = List.copyOf(entries);
    ListRunsRequest runs = ListRunsRequest.newBuilder().setService(name).build();
    for (Run run : invocation.ask(admin -> admin.listRuns(runs)).getRunsList()) {
      // Events are bounded and may be lost; runs are not. What an event tells is told once.
      Entry.of(run).stream()
          .filter(entry -> events.stream().noneMatch(event -> event.tells(run, entry.at())))
          .forEach(entries::add);
    }
    entries.sort(Comparator.comparing(Entry::at).reversed());
    invocation.show(new HistoryView(name, entries));
    return ExitMeaning.OK;
  }

  private record Entry(Instant at, String severity, String message) {
    /** An event is noted a moment after what it tells of. */
    private static final Duration MOMENT = Duration.ofSeconds(5);

    static Entry of(Event event) {
      return new Entry(Times.ofMillis(event.getAtMs()), event.getSeverity(), event.getMessage());
    }

    /** Whether this is the event of what the run did at that time. */
    boolean tells(Run run, Instant then) {
      return message.contains(run.getId())
          && Duration.between(then, at).abs().compareTo(MOMENT) < 0;
    }

    static List<Entry> of(Run run) {
      List<Entry> entries = new ArrayList<>();
      String name = run.getKind() + " run " + run.getId();
      entries.add(
          new Entry(
              Times.ofMillis(run.getStartedAtMs()),
              "info",
              name + " started by " + run.getStartedBy()));
      if (run.getEndedAtMs() > 0) {
        entries.add(
            new Entry(Times.ofMillis(run.getEndedAtMs()), "info", name + " is " + run.getState()));
      }
      return entries;
    }
  }

  private record HistoryView(String service, List<Entry> entries) implements View {
    HistoryView {
      entries = List.copyOf(entries);
    }

    @Override
    public Document document() {
      return Document.schema("keyparity.history/1")
          .put("service", service)
          .put("entries", Document.items(entries, HistoryView::entry))
          .build();
    }

    private static Document entry(Entry entry) {
      return Document.fields()
          .put("at", entry.at())
          .put("severity", entry.severity())
          .put("message", entry.message())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      if (entries.isEmpty()) {
        return List.of(service + ": nothing happened yet");
      }
      List<String> lines = new ArrayList<>();
      int widest = entries.stream().mapToInt(entry -> at(entry, page).length()).max().orElse(0);
      for (Entry entry : entries) {
        String at = Table.padded(at(entry, page), widest);
        String message =
            switch (entry.severity()) {
              case "critical" -> Ink.BAD.of("critical") + ": " + entry.message();
              case "warning" -> Ink.WARN.of("warning") + ": " + entry.message();
              default -> entry.message();
            };
        lines.addAll(Wrap.lines(at + "  ", message, " ".repeat(at.length() + 2), page.width()));
      }
      return lines;
    }

    private static String at(Entry entry, Page page) {
      return page.times().second(entry.at()) + " " + page.times().zone(entry.at());
    }
  }
}

package dev.keyparity.cli.change;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.proto.coordinator.v1.OpenChange;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import dev.keyparity.wording.Times;
import java.util.Comparator;
import java.util.List;

/**
 * The sanctioned changes that are open, the first to end first.
 *
 * @param status of the one service
 */
record ChangesView(StatusReply status) implements View {
  private static final int SHORT_DIGEST = 8;

  private ServiceStatus service() {
    return status.getServices(0);
  }

  private List<OpenChange> changes() {
    return service().getChangesList().stream()
        .sorted(Comparator.comparingLong(OpenChange::getUntilMs))
        .toList();
  }

  @Override
  public Document document() {
    return Document.schema("keyparity.changes/1")
        .put("as_of", Times.ofMillis(status.getAsOfMs()))
        .put("service", service().getService())
        .put("changes", Document.items(changes(), OpenChanges::document))
        .build();
  }

  @Override
  public List<String> lines(Page page) {
    if (changes().isEmpty()) {
      return List.of("no change of %s is open".formatted(service().getService()));
    }
    String zone = page.times().zone(page.times().now());
    Table table =
        Table.of("FILE", "SHA256", "FROM (%s)".formatted(zone), "UNTIL (%s)".formatted(zone), "BY")
            .withNotes("ON, AND WHY");
    for (OpenChange change : changes()) {
      table.rowWithNote(
          "%s; %s".formatted(hosts(change), change.getReason()),
          change.getFile(),
          change.getSha256().substring(0, SHORT_DIGEST) + "…",
          page.times().dayAndMinute(Times.ofMillis(change.getFromMs())),
          page.times().dayAndMinute(Times.ofMillis(change.getUntilMs())),
          change.getBy());
    }
    return table.lines(page.width());
  }

  private String hosts(OpenChange change) {
    int all = service().getHostsCount();
    return change.getHostsCount() == 0
        ? "on none of %d".formatted(all)
        : "on %d of %d (%s)"
            .formatted(change.getHostsCount(), all, String.join(", ", change.getHostsList()));
  }
}

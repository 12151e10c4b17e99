package dev.keyparity.cli.enforcement;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.proto.coordinator.v1.EnforcementReply;
import dev.keyparity.proto.coordinator.v1.Paused;
import dev.keyparity.wording.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether enforcement of a service is paused, as it is after the call. */
record EnforcementView(String service, EnforcementReply reply) implements View {
  @Override
  public Document document() {
    Paused paused = reply.getPaused();
    return Document.schema("keyparity.enforcement/1")
        .put("service", service)
        .put("changed", reply.getChanged())
        .put(
            "paused",
            reply.hasPaused()
                ? Document.fields()
                    .put("reason", paused.getReason())
                    .put("by", paused.getBy())
                    .put("since", Times.ofMillis(paused.getSinceMs()))
                    .build()
                : Document.NOTHING)
        .build();
  }

  @Override
  public List<String> lines(Page page) {
    if (!reply.hasPaused()) {
      return List.of(
          reply.getChanged()
              ? service + ": enforcement is resumed"
              : service + ": enforcement was not paused; nothing is changed");
    }
    Paused paused = reply.getPaused();
    Instant since = Times.ofMillis(paused.getSinceMs());
    List<String> lines =
        new ArrayList<>(
            Wrap.lines(
                "",
                "%s: enforcement is paused%s by %s since %s: %s"
                    .formatted(
                        service,
                        reply.getChanged() ? "" : " already,",
                        paused.getBy(),
                        page.times().minute(since),
                        paused.getReason()),
                "  ",
                page.width()));
    lines.addAll(
        Wrap.paragraph(
            "Hosts are watched, and drift is told as before. Until it is resumed nothing is done"
                + " about it by itself; what operators start goes on.",
            "  ",
            page.width()));
    lines.add("  keyparity enforcement resume " + service);
    return lines;
  }
}

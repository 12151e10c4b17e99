package dev.keyparity.cli.audit;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.audit.AuditRecord;
import dev.keyparity.daemon.audit.AuditVerifier;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows an audit log. */
@Command(
    name = "show",
    description = {
      "Show the records of an audit log, oldest first.",
      "",
      "Each agent keeps a log of what it did and was asked to do, each coordinator one of what"
          + " operators asked of it while it led."
    },
    footer = {
      "Examples:",
      "  keyparity audit show kms-prod",
      "  keyparity audit show kms-prod --host kms2 --last 10",
      "  keyparity audit show --host kms2 --from 1 -o json"
    })
final class ShowAudit implements Verb {
  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "Only records of this service. Default: all records.")
  @Nullable String only;

  @Mixin AuditSource source = new AuditSource();

  @Option(names = "--from", paramLabel = "N", description = "From this record on. Default: 1.")
  long from = 1;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "Only that many, the newest. Default: 50; 0 for all.")
  int last = 50;

  ShowAudit(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    source.service = source.service.or(only);
    List<AuditRecord> records = new ArrayList<>();
    if (source.file != null) {
      AuditVerifier.scan(
          source.file,
          List.of(),
          record -> {
            if (record.sequence() >= from) {
              records.add(record);
            }
          });
    } else {
      source.lines(invocation, from).forEach(line -> records.add(parse(line)));
    }
    if (only != null) {
      records.removeIf(record -> !only.equals(record.fields().get("service")));
    }
    int skipped = last > 0 ? Math.max(0, records.size() - last) : 0;
    invocation.show(
        new RecordsView(source.name(), records.subList(skipped, records.size()), skipped));
    return ExitMeaning.OK;
  }

  private static AuditRecord parse(byte[] line) {
    try {
      return AuditRecord.parse(line);
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.AUDIT_BROKEN,
          "audit: " + e.getMessage(),
          "audit verify, of the same log, says where it first differs",
          e);
    }
  }

  private record RecordsView(String source, List<AuditRecord> records, int skipped)
      implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.audit-view/1")
          .put("source", source)
          .put("records", Document.items(records, RecordsView::record))
          .build();
    }

    private static Document record(AuditRecord record) {
      Document.Builder fields = Document.fields();
      record.fields().forEach((name, value) -> fields.put(name, value));
      return Document.fields()
          .put("seq", record.sequence())
          .put("at", record.at())
          .put("event", record.event())
          .put("fields", fields.build())
          .put("digest", record.digest())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      if (records.isEmpty()) {
        return List.of(source + ": no record");
      }
      String at = "AT (" + page.times().zone(page.times().now()) + ")";
      Table table = Table.of("SEQ", at, "EVENT").withNotes("");
      for (AuditRecord record : records) {
        table.rowWithNote(
            record.fields().entrySet().stream()
                .map(RecordsView::words)
                .collect(Collectors.joining(" ")),
            Long.toString(record.sequence()),
            page.times().second(record.at()),
            record.event());
      }
      List<String> lines = new ArrayList<>();
      if (skipped > 0) {
        lines.add("%s, %d older records not shown (--last 0 shows all)".formatted(source, skipped));
      }
      lines.addAll(table.lines(page.width()));
      return lines;
    }

    private static String words(Map.Entry<String, String> field) {
      return field.getKey() + "=" + field.getValue();
    }
  }
}

package dev.keyparity.cli.backup;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.coordinator.v1.BackupsReply;
import dev.keyparity.proto.document.v1.PeerSigned;
import dev.keyparity.wording.Times;
import java.util.ArrayList;
import java.util.List;

/** Backups, and which hosts could not be asked: {@code keyparity.backups/1}. */
record BackupsView(BackupsReply reply) implements View {

  /** Whether there is at least one, each is verified, and no host failed. */
  boolean isWhole() {
    return reply.getErrorsCount() == 0
        && reply.getBackupsCount() > 0
        && reply.getBackupsList().stream().allMatch(Backup::getVerified);
  }

  @Override
  public Document document() {
    return Document.schema("keyparity.backups/1")
        .put("backups", Document.items(reply.getBackupsList(), BackupsView::backup))
        .put("errors", Document.texts(reply.getErrorsList()))
        .build();
  }

  private static Document backup(Backup backup) {
    return Document.fields()
        .put("id", backup.getId())
        .put("service", backup.getService())
        .put("host", backup.getHost())
        .put("file", backup.getFile())
        .put("bytes", backup.getBytes())
        .put("sha256", backup.getSha256())
        .put("secring_sha256", backup.getSecringSha256())
        .put("verified", backup.getVerified())
        .put("at", Times.ofMillis(backup.getAtMs()))
        .put("copies", backup.getCopyReceiptsCount())
        .put("copies_on", Document.texts(copiesOn(backup)))
        .put("recipients", Document.texts(backup.getRecipientsList()))
        .build();
  }

  @Override
  public List<String> lines(Page page) {
    List<String> lines = new ArrayList<>();
    if (reply.getBackupsCount() == 0) {
      lines.add(Ink.BAD.of("no backup"));
    } else {
      lines.addAll(table(page));
    }
    if (reply.getErrorsCount() > 0) {
      lines.add("");
    }
    for (String error : reply.getErrorsList()) {
      lines.addAll(Wrap.lines(Ink.BAD.of("failed") + "  ", error, "        ", page.width()));
    }
    return lines;
  }

  /** The hosts that keep a copy, as each says in the receipt that it signed. */
  private static List<String> copiesOn(Backup backup) {
    return backup.getCopyReceiptsList().stream().map(BackupsView::storedOn).sorted().toList();
  }

  private static String storedOn(PeerSigned receipt) {
    try {
      return CanonicalJson.parseRecord(receipt.getPayload().toByteArray(), "copy receipt")
          .string("stored_on");
    } catch (MalformedRecord e) {
      return "?";
    }
  }

  private List<String> table(Page page) {
    String at = "AT (" + page.times().zone(page.times().now()) + ")";
    Table table = Table.of("HOST", at, "BYTES", "VERIFIED", "COPY ON").withNotes("FILE");
    for (Backup backup : reply.getBackupsList()) {
      table.rowWithNote(
          backup.getFile(),
          backup.getHost(),
          page.times().dayAndMinute(Times.ofMillis(backup.getAtMs())),
          Long.toString(backup.getBytes()),
          backup.getVerified() ? Ink.GOOD.of("✓") : Ink.BAD.of("no"),
          backup.getCopyReceiptsCount() == 0
              ? Ink.WARN.of("none")
              : String.join(", ", copiesOn(backup)));
    }
    return table.lines(page.width());
  }
}

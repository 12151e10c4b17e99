package dev.keyparity.cli.change;

import dev.keyparity.cli.console.Document;
import dev.keyparity.proto.coordinator.v1.OpenChange;
import dev.keyparity.wording.Times;

/** A sanctioned change that is open, as documents hold it. */
public final class OpenChanges {
  private OpenChanges() {}

  public static Document document(OpenChange change) {
    return Document.fields()
        .put("file", change.getFile())
        .put("sha256", change.getSha256())
        .put("from", Times.ofMillis(change.getFromMs()))
        .put("until", Times.ofMillis(change.getUntilMs()))
        .put("by", change.getBy())
        .put("reason", change.getReason())
        .put("hosts", Document.texts(change.getHostsList()))
        .build();
  }
}

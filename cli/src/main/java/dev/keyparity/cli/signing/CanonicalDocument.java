package dev.keyparity.cli.signing;

import dev.keyparity.cli.console.Document;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import java.util.Map;

/** Canonical records as parts of a result, field by field as they are. */
public final class CanonicalDocument {
  private CanonicalDocument() {}

  /**
   * @throws IllegalStateException if the bytes are not canonical; a review has passed them before
   */
  static Document of(byte[] canonical) {
    try {
      return of(CanonicalJson.parse(canonical));
    } catch (MalformedRecord e) {
      throw new IllegalStateException("a reviewed record no longer parses", e);
    }
  }

  public static Document of(Json value) {
    if (value instanceof Json.Obj object) {
      Document.Builder fields = Document.fields();
      for (Map.Entry<String, Json> field : object.fields().entrySet()) {
        fields.put(field.getKey(), of(field.getValue()));
      }
      return fields.build();
    } else if (value instanceof Json.Arr list) {
      return Document.items(list.items(), CanonicalDocument::of);
    } else if (value instanceof Json.Int number) {
      return new Document.Whole(number.value());
    } else if (value instanceof Json.Bool truth) {
      return new Document.Truth(truth.value());
    }
    return Document.text(((Json.Str) value).value());
  }
}

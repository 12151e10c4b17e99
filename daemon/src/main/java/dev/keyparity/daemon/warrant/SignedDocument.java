package dev.keyparity.daemon.warrant;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Canonical bytes with operators' detached signatures. The payload is never re-encoded: what was
 * signed is what is stored and sent.
 *
 * <p>What a signature covers: the ASCII bytes {@code keyparity/operator-signature/1}, a zero byte,
 * the format name of the {@link DocumentKind}, a zero byte, the payload.
 *
 * <p>In files it is canonical JSON ({@code keyparity.signed-document/1}); on the wire a message
 * with the same fields.
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record SignedDocument(byte[] payload, List<DocumentSignature> signatures) {
  public static final String FORMAT = "keyparity.signed-document/1";

  private static final String PREFIX = "keyparity/operator-signature/1";

  public SignedDocument {
    payload = payload.clone();
    signatures = List.copyOf(signatures);
  }

  public static SignedDocument unsigned(byte[] payload) {
    return new SignedDocument(payload, List.of());
  }

  /** The same document with one more signature; signing twice with one key changes nothing. */
  public SignedDocument signedBy(String operator, OperatorKey key, DocumentKind kind) {
    DocumentSignature added = key.sign(operator, signedBytes(kind));
    if (signatures.contains(added)) {
      return this;
    }
    List<DocumentSignature> all = new ArrayList<>(signatures);
    all.add(added);
    return new SignedDocument(payload, all);
  }

  /** The bytes a signature of a document of this kind is over. */
  byte[] signedBytes(DocumentKind kind) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 64);
    out.writeBytes(PREFIX.getBytes(StandardCharsets.US_ASCII));
    out.write(0);
    out.writeBytes(kind.format().getBytes(StandardCharsets.US_ASCII));
    out.write(0);
    out.writeBytes(payload);
    return out.toByteArray();
  }

  @Override
  public byte[] payload() {
    return payload.clone();
  }

  public byte[] canonicalBytes() {
    Base64.Encoder base64 = Base64.getEncoder();
    List<Json> list = new ArrayList<>();
    for (DocumentSignature one : signatures) {
      list.add(
          Json.object()
              .put("algorithm", one.algorithm())
              .put("key_fingerprint", one.keyFingerprint())
              .put("operator", one.operator())
              .put("signature", base64.encodeToString(one.signature()))
              .build());
    }
    return CanonicalJson.encode(
        Json.object()
            .put("format", FORMAT)
            .put("payload", base64.encodeToString(payload))
            .put("signatures", new Json.Arr(list))
            .build());
  }

  public static SignedDocument parse(byte[] canonicalBytes) throws MalformedRecord {
    RecordFields fields =
        CanonicalJson.parseRecord(canonicalBytes, "signed document").format(FORMAT);
    return Checks.reading("signed document", () -> read(fields));
  }

  private static SignedDocument read(RecordFields fields) throws MalformedRecord {
    List<DocumentSignature> signatures = new ArrayList<>();
    for (RecordFields one : fields.records("signatures")) {
      signatures.add(
          new DocumentSignature(
              one.string("algorithm"),
              one.string("operator"),
              one.string("key_fingerprint"),
              base64("signature", one.string("signature"))));
      one.end();
    }
    SignedDocument document =
        new SignedDocument(base64("payload", fields.string("payload")), signatures);
    fields.end();
    return document;
  }

  private static byte[] base64(String name, String text) throws MalformedRecord {
    byte[] bytes = Base64.getDecoder().decode(text);
    // The decoder forgives missing padding and stray low bits; one document has one spelling.
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new MalformedRecord("signed document: " + name + ": not canonical base64");
    }
    return bytes;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SignedDocument other
        && Arrays.equals(payload, other.payload)
        && signatures.equals(other.signatures);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return "signed document of %d bytes, signatures %s".formatted(payload.length, signatures);
  }
}

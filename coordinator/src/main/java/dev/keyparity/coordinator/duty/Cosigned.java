package dev.keyparity.coordinator.duty;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One document as several operators sign it after each other. Pure. */
final class Cosigned {
  /** Many times what a dozen operators' signatures take. */
  static final int LARGEST = 16 << 10;

  private Cosigned() {}

  /** How a signed document stands in a journal. */
  static String text(SignedDocument document) {
    return new String(document.canonicalBytes(), UTF_8);
  }

  /** Whether it is the very document on record, whoever signed it. */
  static boolean isSame(String onRecord, SignedDocument document) {
    return Arrays.equals(parse(onRecord).payload(), document.payload());
  }

  /** Whether it has a signature that is not on record. */
  static boolean addsTo(String onRecord, SignedDocument document) {
    return !parse(onRecord).signatures().containsAll(document.signatures());
  }

  /** The document on record with both's signatures. */
  static String together(String onRecord, SignedDocument document) {
    SignedDocument before = parse(onRecord);
    Set<DocumentSignature> all = new LinkedHashSet<>(before.signatures());
    all.addAll(document.signatures());
    String together = text(new SignedDocument(before.payload(), List.copyOf(all)));
    if (together.length() > LARGEST) {
      throw new KeyparityException(
          ErrorCode.WARRANT_INVALID,
          "revocation: %d signatures (expected: one by each operator)".formatted(all.size()));
    }
    return together;
  }

  /** A document that stands in a journal. */
  static SignedDocument parse(String onRecord) {
    try {
      return SignedDocument.parse(onRecord.getBytes(UTF_8));
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT,
          "revocation on record: " + e.getMessage(),
          "restore the journal: hosts are not told that the run is aborted",
          e);
    }
  }
}

package dev.keyparity.daemon.audit;

import java.util.regex.Pattern;

/**
 * How far an audit log reaches: the newest record's number and digest. Remembered elsewhere, it
 * pins everything up to that record.
 *
 * @param sequence 0 for an empty log, then from 1
 * @param digest SHA-256 of that record, lower-case hex; 64 zeros for an empty log
 */
public record AuditHead(long sequence, String digest) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** The head of a log without records. */
  public static final AuditHead EMPTY = new AuditHead(0, "0".repeat(64));

  public AuditHead {
    if (sequence < 0 || !SHA256.matcher(digest).matches()) {
      throw new IllegalArgumentException(
          "audit head: %d %s (expected: a number from 0 and a SHA-256)"
              .formatted(sequence, digest));
    }
  }
}

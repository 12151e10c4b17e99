package dev.keyparity.daemon.audit;

/** What a look at a whole audit log found. */
public sealed interface AuditVerdict {

  /**
   * Every record is as it was written and follows the one before.
   *
   * @param head the newest record
   */
  record Intact(AuditHead head) implements AuditVerdict {}

  /**
   * Intact up to an unfinished last line, as a crash or a full disk leaves it.
   *
   * @param offset where the unfinished line begins, in bytes
   * @param bytes how long it is
   */
  record TornTail(AuditHead head, long offset, long bytes) implements AuditVerdict {}

  /**
   * Something was changed.
   *
   * @param line the first line that is wrong, from 1
   * @param offset where that line begins, in bytes
   * @param problem one sentence: what is there and what was expected
   */
  record Broken(long line, long offset, String problem) implements AuditVerdict {}

  default boolean isIntact() {
    return this instanceof Intact;
  }
}

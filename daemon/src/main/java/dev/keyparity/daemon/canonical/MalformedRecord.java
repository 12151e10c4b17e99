package dev.keyparity.daemon.canonical;

/**
 * Bytes that are not the canonical record they should be. Checked, because every reader of outside
 * bytes must say what it does about them; the message holds no value of the record, only names and
 * places.
 */
public final class MalformedRecord extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedRecord(String message) {
    super(message);
  }

  public MalformedRecord(String message, Throwable cause) {
    super(message, cause);
  }
}

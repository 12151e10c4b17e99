package dev.keyparity.coordinator.kms;

/**
 * Whether one host can open one key version or encrypted key.
 *
 * @param detail why not, one sentence; empty for OPENS
 */
public record Opens(Result result, String detail) {
  public enum Result {
    OPENS,
    /** The host knows the version and cannot unseal it. */
    CANNOT_OPEN,
    /** The host does not know the version. */
    NO_SUCH_VERSION,
    /** The asking user lacks a right there: what the host could open is not known. */
    NOT_PERMITTED,
    /** No answer in time: not known. */
    UNANSWERED
  }

  public static final Opens YES = new Opens(Result.OPENS, "");

  public boolean isOpen() {
    return result == Result.OPENS;
  }

  /** Whether the host was asked and said yes or no. */
  public boolean isKnown() {
    return result != Result.NOT_PERMITTED && result != Result.UNANSWERED;
  }
}

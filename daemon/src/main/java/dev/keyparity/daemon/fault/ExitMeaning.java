package dev.keyparity.daemon.fault;

/**
 * What the exit status of a keyparity program means. The numbers are part of the public contract.
 */
public enum ExitMeaning {
  /** It did what was asked. */
  OK(0),
  /** A fault of ours. */
  INTERNAL(1),
  /** The command line was wrong, or asks for what is not built. */
  USAGE(2),
  /** A file that configures us is wrong, or a certificate is. */
  CONFIGURATION(3),
  /** Something that must answer did not. */
  UNREACHABLE(4),
  /** No coordinator leads at the moment. */
  NO_LEADER(5),
  /** The hosts do not hold the same key, or it is not proven. */
  NOT_IN_PARITY(6),
  /** It waits for an operator. */
  BLOCKED(7),
  /** A rule of safety refused it. */
  REFUSED(8);

  private final int status;

  ExitMeaning(int status) {
    this.status = status;
  }

  /** The process exit status, 0 to 8. */
  public int status() {
    return status;
  }
}

package dev.keyparity.keyring;

/** What is known of a host's key directory, held against the approved key identity. */
public enum Verdict {
  /** The same bytes of the key file, sound. Differences in other files are warnings. */
  IN_PARITY,
  /** Other bytes, but provably the same sound key material. */
  EQUIVALENT,
  /** The same fingerprints, but whether the secret part is the same cannot be known from here. */
  UNPROVEN,
  /** Two reads in a row did not agree yet. */
  CHANGING,
  /** Another key, or a key added to the approved ones. */
  DIVERGED,
  /** An approved key or subkey is missing. */
  SUBSET,
  /** Empty, truncated, garbled, a stub, or a secret part that does not fit its public part. */
  DAMAGED,
  /** No key file. */
  ABSENT,
  /** Something is there that cannot be read: permission, not a regular file, unknown format. */
  UNREADABLE,
  /** No fresh and comparable report. Never shown as good. */
  UNKNOWN,
  /** The agent's own history went back: a restored snapshot or a clone. */
  ROLLED_BACK;

  /** Whether this host provably holds the approved key. No other verdict may be shown as good. */
  public boolean isInParity() {
    return this == IN_PARITY || this == EQUIVALENT;
  }
}

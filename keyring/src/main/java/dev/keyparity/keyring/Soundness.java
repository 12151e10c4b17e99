package dev.keyparity.keyring;

/** Whether a key file by itself, compared with nothing, can serve. */
public enum Soundness {
  /** Every packet is understood and every secret part that can be checked fits its public part. */
  SOUND,
  /** Empty, truncated, garbled, a stub, public keys only, or an inconsistent secret part. */
  DAMAGED,
  /** No such file. */
  ABSENT,
  /** Permission denied, not a regular file, too large, or a format or algorithm we cannot parse. */
  UNREADABLE
}

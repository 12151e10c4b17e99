package dev.keyparity.wording;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The faults of an installation that {@code keyparity doctor} finds. Codes are stable: scripts and
 * {@code docs/operations/doctor.md} name them.
 */
public enum InstallationFault {
  NO_CONTEXT(Sort.CONFIGURATION, "the command does not know whom to ask, nor as whom"),
  OWN_CERTIFICATE(
      Sort.CONFIGURATION,
      "without an operator's certificate that belongs to its key no coordinator listens"),
  OWN_CERTIFICATE_EXPIRED(Sort.CONFIGURATION, "nobody accepts an expired certificate"),
  SIGNING_KEY(Sort.CONFIGURATION, "this person can look, and cannot sign what changes a host"),
  COORDINATOR_UNREACHABLE(
      Sort.UNREACHABLE,
      "it does not run, listens elsewhere, or something between here and there drops the"
          + " connection"),
  COORDINATOR_CERTIFICATE(
      Sort.CONFIGURATION, "the two ends do not accept each other's certificate: CA, name or role"),
  ZOOKEEPER_UNREACHABLE(
      Sort.UNREACHABLE, "a coordinator without its ZooKeeper neither leads nor knows who does"),
  NO_LEADER(Sort.NO_LEADER, "coordinators answer, and none may act"),
  TWO_LEADERS(
      Sort.CONFIGURATION,
      "coordinators that elect apart are two groups: each of them judges by records of its own"),
  OWN_CLOCK(
      Sort.CONFIGURATION,
      "what is signed here is dated by this clock, and agents refuse what is dated wrong");

  /** What a fault is about; the exit status of the doctor follows from it. */
  public enum Sort {
    CONFIGURATION,
    UNREACHABLE,
    NO_LEADER,
    /** Everything answers, and a person must do something before a run may begin. */
    BLOCKED,
    /** Nothing fails because of it today. */
    WARNING
  }

  private final Sort sort;
  private final String meaning;

  InstallationFault(Sort sort, String meaning) {
    this.sort = sort;
    this.meaning = meaning;
  }

  /** The stable code, such as {@code no-leader}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Sort sort() {
    return sort;
  }

  /** Why it matters, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** The fault of a code; empty for one that only a newer version knows. */
  public static Optional<InstallationFault> ofCode(String code) {
    return Arrays.stream(values()).filter(fault -> fault.code().equals(code)).findFirst();
  }
}

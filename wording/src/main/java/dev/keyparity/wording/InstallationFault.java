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
      "what is signed here is dated by this clock, and agents refuse what is dated wrong"),
  NO_SERVICE(Sort.CONFIGURATION, "without a service file there are no hosts to look after"),
  NOT_EXAMINED(Sort.UNREACHABLE, "the leader answers and could not look at the hosts"),

  AGENT_UNREACHABLE(
      Sort.UNREACHABLE, "of a host that is not heard from nothing is known, so no run may begin"),
  AGENT_CERTIFICATE(
      Sort.CONFIGURATION,
      "the agent at that address is not the one the service file names, or does not accept the"
          + " coordinator"),
  AGENT_CONFIGURATION(
      Sort.CONFIGURATION, "the agent serves another group or knows nothing of this service"),
  EFFECTS_REFUSED(Sort.BLOCKED, "the agent reports and does nothing, whoever asks"),
  PROFILE(Sort.CONFIGURATION, "agent and service file disagree on which files make up the key"),
  AGENT_VERSION(Sort.CONFIGURATION, "an agent does not know what a run would send it"),
  CERTIFICATE_EXPIRING(Sort.WARNING, "when it ends the host is not heard from any more"),
  CLOCK(
      Sort.CONFIGURATION,
      "warrants and permits are dated, and hosts whose clocks differ refuse each other's"),
  HOST_CHECK(Sort.BLOCKED, "the host lacks what a run needs: room, a readable directory, a log"),
  KEY_DIRECTORY_UNREADABLE(
      Sort.CONFIGURATION, "an agent that cannot read the key directory can prove nothing of it"),
  KEY_DIRECTORY_ELSEWHERE(
      Sort.WARNING, "what is guarded is the agent's directory, whatever the service file says"),
  KEY_DIRECTORY_CHANGING(Sort.BLOCKED, "what changes while it is read is not judged"),
  KEY_FILE_ACCESS(Sort.WARNING, "others than the KMS may read or replace its private key"),
  KEY_FILES(Sort.WARNING, "the key is read, and something beside it is not as the profile has it"),
  GPG_LEFTOVERS(
      Sort.WARNING, "GnuPG 2.1 or newer ran there and may ignore the key file from now on"),
  INSTALL_INTERRUPTED(Sort.BLOCKED, "an earlier install of a key neither ended nor was undone"),
  NO_RECOVERY_KEY(
      Sort.BLOCKED, "if a host is lost nothing that is known to work opens its backups"),
  NO_BACKUP(Sort.WARNING, "a key that is on one disk alone is lost with it"),
  SHARED_HOST(Sort.WARNING, "the fewer machines there are, the more is lost with one of them"),

  KMS_UNREACHABLE(
      Sort.UNREACHABLE, "coordinators cannot ask it what it opens, so nothing is proven of it"),
  KMS_ELSEWHERE(
      Sort.CONFIGURATION,
      "another host answers there: what it proves is not true of the host that is named"),
  KMS_USER(
      Sort.CONFIGURATION,
      "what may not be asked counts as at risk, so no key may give way and no run ends"),
  KMS_ZOOKEEPER(
      Sort.UNREACHABLE, "without their ensemble the KMS hosts share neither cookies nor tokens"),
  SETTINGS_UNREAD(
      Sort.CONFIGURATION, "the agent cannot read the KMS's settings, so nobody compares them"),
  SETTINGS_DIFFER(
      Sort.CONFIGURATION, "hosts of other servers or another organization cannot share a key"),
  COOKIE_SIGNER(
      Sort.CONFIGURATION,
      "each host signs cookies with a secret of its own, and the next one refuses them"),
  TOKEN_MANAGER(
      Sort.CONFIGURATION,
      "each host keeps delegation tokens to itself, so jobs fail when another one answers"),
  TOKENS_APART(
      Sort.CONFIGURATION,
      "tokens and cookies are kept at different places, so the second host refuses those of the"
          + " first"),
  OPEN_ZNODES(
      Sort.WARNING, "whoever reaches the ensemble can read and change the secrets kept there"),
  OPEN_ACL(Sort.WARNING, "what is not listed or left empty means everybody");

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

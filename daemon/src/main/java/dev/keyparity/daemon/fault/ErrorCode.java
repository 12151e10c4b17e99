package dev.keyparity.daemon.fault;

/**
 * Everything that can go wrong, each with who acts next, how a program ends and one line for the
 * reference. The names travel on the wire and stand in metrics: they are never reused or renamed.
 */
public enum ErrorCode {
  INTERNAL(
      NextAction.STOP,
      ExitMeaning.INTERNAL,
      "a fault of ours, not of the operator's; the log has the details"),
  UNIMPLEMENTED(NextAction.ASK_OPERATOR, ExitMeaning.USAGE, "this version does not do that yet"),
  USAGE(NextAction.ASK_OPERATOR, ExitMeaning.USAGE, "the command line or the request is malformed"),
  CONFIG_INVALID(
      NextAction.ASK_OPERATOR,
      ExitMeaning.CONFIGURATION,
      "a configuration file has a wrong or missing value"),
  CONFIG_UNKNOWN_KEY(
      NextAction.ASK_OPERATOR,
      ExitMeaning.CONFIGURATION,
      "a configuration file has a key nobody declared"),
  PORT_IN_USE(
      NextAction.ASK_OPERATOR,
      ExitMeaning.CONFIGURATION,
      "another process listens on the configured address"),
  UNREADABLE(
      NextAction.ASK_OPERATOR,
      ExitMeaning.CONFIGURATION,
      "a file or directory cannot be read: missing, wrong owner or mode, or not a regular file"),
  NO_SUCH_SERVICE(
      NextAction.ASK_OPERATOR, ExitMeaning.USAGE, "no service of that name is declared"),
  NO_SUCH_HOST(
      NextAction.ASK_OPERATOR, ExitMeaning.USAGE, "the service declares no host of that name"),
  HOST_NOT_LISTED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.USAGE,
      "no identity statement lists the host: only the service file has it"),
  NO_SUCH_RUN(NextAction.ASK_OPERATOR, ExitMeaning.USAGE, "no run of that id is recorded"),
  NO_SUCH_BACKUP(NextAction.ASK_OPERATOR, ExitMeaning.USAGE, "no backup of that id is recorded"),
  PEER_UNREACHABLE(
      NextAction.RETRY,
      ExitMeaning.UNREACHABLE,
      "an agent or coordinator does not answer on the network"),
  DEADLINE_EXCEEDED(
      NextAction.RETRY,
      ExitMeaning.UNREACHABLE,
      "no answer came within the deadline; whether it was done is unknown to the caller"),
  CANCELLED(
      NextAction.RETRY, ExitMeaning.UNREACHABLE, "the caller went away or the process is stopping"),
  OVERLOADED(
      NextAction.RETRY,
      ExitMeaning.UNREACHABLE,
      "too many requests at once, or an action limit is reached"),
  ZOOKEEPER_UNAVAILABLE(
      NextAction.RETRY, ExitMeaning.UNREACHABLE, "ZooKeeper does not answer or has no quorum"),
  KMS_UNREACHABLE(
      NextAction.RETRY, ExitMeaning.UNREACHABLE, "a KMS does not answer on its HTTP port"),
  NO_LEADER(
      NextAction.RETRY,
      ExitMeaning.NO_LEADER,
      "no coordinator leads at the moment, or this one does not"),
  PROTOCOL_UNSUPPORTED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.CONFIGURATION,
      "the other side speaks a protocol or format version this one does not know"),
  TLS_WRONG_ROLE(
      NextAction.ASK_OPERATOR,
      ExitMeaning.CONFIGURATION,
      "a certificate is genuine but its role or name is not the one expected there"),
  TLS_UNTRUSTED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.CONFIGURATION,
      "a certificate is missing, malformed, revoked or signed by a CA outside the trust bundle"),
  TLS_EXPIRED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.CONFIGURATION,
      "a certificate is expired or not yet valid"),
  SIGNATURE_INVALID(
      NextAction.STOP, ExitMeaning.REFUSED, "a signed message of a peer does not verify"),
  WRONG_GROUP(
      NextAction.STOP,
      ExitMeaning.REFUSED,
      "the request is of another coordinator group than this agent is enrolled in"),
  STALE_LEADER(
      NextAction.RE_OBSERVE,
      ExitMeaning.REFUSED,
      "the request carries a lower epoch, or another holder of the same epoch, than this agent has seen"),
  NOT_FENCED(
      NextAction.RE_OBSERVE,
      ExitMeaning.REFUSED,
      "an effect was asked for before this leader fenced the host"),
  ATTEMPT_SUPERSEDED(
      NextAction.RE_OBSERVE,
      ExitMeaning.REFUSED,
      "a later attempt of the same step was already seen"),
  INDETERMINATE(
      NextAction.RE_OBSERVE,
      ExitMeaning.BLOCKED,
      "a crash came between an effect and its receipt; observe before anything else"),
  ROLLED_BACK(
      NextAction.STOP,
      ExitMeaning.BLOCKED,
      "the agent's own record went back: a restored snapshot or a clone"),
  EFFECTS_REFUSED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.REFUSED,
      "this agent's own configuration says effects: refuse"),
  ENFORCEMENT_PAUSED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.BLOCKED,
      "an operator paused enforcement of this service"),
  WARRANT_MISSING(
      NextAction.ASK_OPERATOR,
      ExitMeaning.REFUSED,
      "the act needs an operator's warrant and none was sent"),
  WARRANT_INVALID(
      NextAction.STOP,
      ExitMeaning.REFUSED,
      "the warrant does not parse, or its signatures do not meet this agent's demands"),
  WARRANT_EXPIRED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.REFUSED,
      "the warrant is past its expiry, or dated in the future"),
  WARRANT_MISMATCH(
      NextAction.STOP,
      ExitMeaning.REFUSED,
      "the warrant is genuine but does not cover this act, host, step, run or digest"),
  WARRANT_CONSUMED(
      NextAction.RE_OBSERVE,
      ExitMeaning.REFUSED,
      "this warrant was already used for this step, host and attempt"),
  WARRANT_REVOKED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.REFUSED,
      "the run of this warrant was aborted or the warrant revoked"),
  PERMIT_MISSING(
      NextAction.RETRY,
      ExitMeaning.BLOCKED,
      "a stop lacks a living permit of another host's agent"),
  STOP_UNDER_WAY(
      NextAction.RE_OBSERVE,
      ExitMeaning.BLOCKED,
      "this host has begun a stop and so may neither permit nor begin another"),
  STOP_AT_LARGE(
      NextAction.RETRY,
      ExitMeaning.BLOCKED,
      "a stop of this host's KMS outlived whoever asked for it and would end the next process"),
  KMS_RUNNING(
      NextAction.RE_OBSERVE,
      ExitMeaning.REFUSED,
      "a key file may be replaced only while no process of that KMS lives"),
  LAST_SERVING(
      NextAction.STOP,
      ExitMeaning.REFUSED,
      "it would stop the last host that serves the approved key"),
  DIGEST_MISMATCH(
      NextAction.RE_OBSERVE,
      ExitMeaning.REFUSED,
      "a file or bundle is not the one the request names by digest"),
  FILE_CHANGING(NextAction.RETRY, ExitMeaning.BLOCKED, "a file changed while it was read"),
  BACKUP_MISSING(
      NextAction.STOP, ExitMeaning.REFUSED, "the exact present bytes are in no verified backup"),
  BACKUP_UNVERIFIED(
      NextAction.ASK_OPERATOR, ExitMeaning.BLOCKED, "a backup could not be read back and compared"),
  COPY_RECEIPT_INVALID(
      NextAction.STOP,
      ExitMeaning.REFUSED,
      "the receipt for the copy on another host is missing or does not verify"),
  INSTALL_INTERRUPTED(
      NextAction.RE_OBSERVE,
      ExitMeaning.BLOCKED,
      "an install marker is present: an earlier install neither ended nor was undone"),
  STATEMENT_MISSING(
      NextAction.ASK_OPERATOR,
      ExitMeaning.REFUSED,
      "this host has no identity statement of the service"),
  STATEMENT_REFUSED(
      NextAction.STOP,
      ExitMeaning.REFUSED,
      "the identity statement is older than, or conflicts with, the one this host holds"),
  SEAL_REFUSED(
      NextAction.STOP,
      ExitMeaning.REFUSED,
      "the sealed bundle or the sealing key is not the one agreed for this run"),
  RUN_ALREADY_OPEN(NextAction.ASK_OPERATOR, ExitMeaning.BLOCKED, "the service has an open run"),
  PLAN_CHANGED(
      NextAction.RE_OBSERVE,
      ExitMeaning.BLOCKED,
      "the world differs from what the signed plan was made for"),
  BLOCKED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.BLOCKED,
      "the run waits for an operator; it says for what"),
  NO_RECOVERY_KEY(
      NextAction.ASK_OPERATOR,
      ExitMeaning.BLOCKED,
      "no organization recovery key is configured, or none is proven to open"),
  KEY_WOULD_BE_LOST(
      NextAction.STOP,
      ExitMeaning.REFUSED,
      "key versions that only the giving-way key, or the leaving host, opens would be lost"),
  KEY_CHANGE_REFUSED(
      NextAction.STOP,
      ExitMeaning.REFUSED,
      "a change of the key file is never sanctioned, whatever it holds"),
  NOT_IN_PARITY(
      NextAction.ASK_OPERATOR,
      ExitMeaning.NOT_IN_PARITY,
      "a host does not hold the approved key, or it is not proven"),
  KMS_START_FAILED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.BLOCKED,
      "a KMS did not serve within its start deadline"),
  KMS_STOP_FAILED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.BLOCKED,
      "a KMS process still lives after its stop deadline"),
  COMMAND_FAILED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.BLOCKED,
      "a declared command ended with an error or not in time"),
  DISK_FULL(
      NextAction.ASK_OPERATOR,
      ExitMeaning.BLOCKED,
      "no space, no inodes or no quota is left for a durable write"),
  IO_FAILED(
      NextAction.ASK_OPERATOR,
      ExitMeaning.BLOCKED,
      "a read or a durable write failed for another reason than space"),
  STATE_CORRUPT(
      NextAction.STOP,
      ExitMeaning.BLOCKED,
      "a durable file of ours does not parse or does not verify"),
  CONFLICT(NextAction.RE_OBSERVE, ExitMeaning.BLOCKED, "another writer changed the record first"),
  AUDIT_UNAVAILABLE(
      NextAction.STOP, ExitMeaning.BLOCKED, "the audit log cannot be written, so nothing is done"),
  AUDIT_BROKEN(NextAction.STOP, ExitMeaning.BLOCKED, "the audit log's chain does not verify");

  private final NextAction nextAction;
  private final ExitMeaning exitMeaning;
  private final String doc;

  ErrorCode(NextAction nextAction, ExitMeaning exitMeaning, String doc) {
    this.nextAction = nextAction;
    this.exitMeaning = exitMeaning;
    this.doc = doc;
  }

  public NextAction nextAction() {
    return nextAction;
  }

  public ExitMeaning exitMeaning() {
    return exitMeaning;
  }

  /** One line for the error reference: lower-case, no full stop. */
  public String doc() {
    return doc;
  }
}

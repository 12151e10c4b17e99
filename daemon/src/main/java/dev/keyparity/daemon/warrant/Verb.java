package dev.keyparity.daemon.warrant;

import java.util.Locale;
import java.util.Optional;

/**
 * The acts that need an operator's warrant, all of them. The names stand in signed documents and in
 * configuration (lower-case, with hyphens): never renamed.
 */
public enum Verb {
  /** Put the sealed key files into a host's key directory. */
  INSTALL(Scope.HOST, false),
  /** Put the files of a backup back. */
  RESTORE(Scope.HOST, false),
  /** Stop a KMS in a run. */
  STOP(Scope.HOST, false),
  /** Start a KMS in a run. */
  START(Scope.HOST, false),
  /** Stop a drifted KMS and keep it stopped, as policy says. */
  QUARANTINE(Scope.HOST, true),
  /** Put the approved key back on a drifted host, as policy says. */
  REPAIR(Scope.HOST, true),
  /** Approve an identity statement. */
  APPROVE_IDENTITY(Scope.SERVICE, false),
  /** Take a legitimate change as the new baseline. */
  ACCEPT(Scope.SERVICE, true),
  /** Announce a change of a file by its exact digest. */
  CHANGE_OPEN(Scope.SERVICE, true),
  /** Give up one named key version for ever. */
  KEY_FORGET(Scope.SERVICE, true),
  /** Write a property of a KMS configuration file. */
  WRITE_SETTING(Scope.HOST, false),
  /** Write a property of a client configuration file. */
  WRITE_CLIENT_CONFIG(Scope.HOST, false),
  /** Run the restart command a dependant's agent declares. */
  RUN_DEPENDANT(Scope.HOST, false),
  /** Make a host part of the service. */
  ADD_HOST(Scope.HOST, false),
  /** Take a host out of the service. */
  REMOVE_HOST(Scope.HOST, false),
  /** Abort a run or revoke a warrant. */
  ABORT(Scope.SERVICE, true),
  /** Count a silent host, or one whose stop cannot end, as down. */
  OVERRIDE_PERMIT(Scope.HOST, false),
  /** Let a KMS start although its gate refuses, for a limited time. */
  OVERRIDE_GATE(Scope.HOST, true),
  /** Change what is done about drift. */
  CHANGE_POLICY(Scope.SERVICE, true);

  private enum Scope {
    HOST,
    SERVICE
  }

  private final Scope scope;
  private final boolean outsideRuns;

  Verb(Scope scope, boolean outsideRuns) {
    this.scope = scope;
    this.outsideRuns = outsideRuns;
  }

  /** Whether an act of this verb may name {@link Act#EVERY_HOST} instead of one host. */
  public boolean isServiceWide() {
    return scope == Scope.SERVICE;
  }

  /** Whether a warrant that belongs to no run (a standing policy, say) may hold this verb. */
  public boolean isAllowedOutsideRuns() {
    return outsideRuns;
  }

  /** The spelling in documents and configuration: {@code approve-identity}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Verb> parse(String text) {
    for (Verb verb : values()) {
      if (verb.text().equals(text)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }
}

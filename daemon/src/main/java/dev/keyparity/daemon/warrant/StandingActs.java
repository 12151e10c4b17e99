package dev.keyparity.daemon.warrant;

import java.util.Map;

/**
 * The acts that operators may allow once for whatever policy finds later, in a warrant that belongs
 * to no run. One spelling for those who draft, sign, obey and use it.
 *
 * <p>REPAIR {identity, installs}: on that host the approved key may be put back where nothing, or
 * nothing but a beginning of the approved key file, is in its place, and its KMS started.
 * QUARANTINE {}: its KMS may be stopped if it serves another key. What else must hold the agent
 * sees for itself.
 */
public final class StandingActs {
  /** The step that these acts belong to: no step of a run has this name. */
  public static final String STEP = "on-drift";

  private static final String KEY_FILE = "secring.gpg";

  private StandingActs() {}

  /** To put this very key, in these very bytes, back on a host. */
  public static Act repair(String host, IdentityStatement approved) {
    return Act.of(
        Verb.REPAIR,
        STEP,
        host,
        Map.of(
            "identity", approved.keyIdentity(),
            "installs", approved.files().getOrDefault(KEY_FILE, "")));
  }

  /** To stop the KMS of a host that serves another key. */
  public static Act quarantine(String host) {
    return Act.of(Verb.QUARANTINE, STEP, host, Map.of());
  }
}

package dev.keyparity.coordinator.enablement.plan;

import java.util.Locale;

/** What a plan is for. */
public enum PlanKind {
  /** Makes the service highly available: every host gets the reference host's key. */
  ENABLE,
  /** Takes a service under watch whose hosts hold one key already; writes no key file. */
  ADOPT,
  /** Puts the approved key back on one drifted host. */
  REPAIR,
  /**
   * Takes files of the key directory as they now are for the approved ones, by exact digests; the
   * key stays the same. Writes no file.
   */
  ACCEPT,
  /** Makes a declared host part of the service: it gets the approved key before it serves. */
  ADD_HOST,
  /** Takes a host out of the service; deletes no key and no backup. */
  REMOVE_HOST,
  /** Continues a run that is blocked at different keys: names the key to keep and those that go. */
  GIVE_WAY;

  /** The spelling in plans and journals. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether its only effect is that something is approved: once every host was looked at. */
  public boolean onlyApproves() {
    return this == ADOPT || this == ACCEPT;
  }

  /** Whether it is about one host alone: that which the plan names. */
  public boolean isAboutOneHost() {
    return this == REPAIR || changesHosts();
  }

  /** Whether a host joins or leaves by it. */
  public boolean changesHosts() {
    return this == ADD_HOST || this == REMOVE_HOST;
  }

  /** Whether hosts may be named that it goes on without. */
  boolean mayGoWithout() {
    return this == REPAIR || this == REMOVE_HOST;
  }

  /** Whether it may write settings of clients, and restarts what depends on the KMS. */
  public boolean writesClientSettings() {
    return writesSettings() || this == REMOVE_HOST;
  }

  /** Whether it may write settings of KMS hosts. */
  public boolean writesSettings() {
    return this == ENABLE || this == GIVE_WAY || this == ADD_HOST;
  }

  /** Whether hosts may hold the approved key in other bytes when it ends. */
  public boolean toleratesOtherBytes() {
    return onlyApproves() || changesHosts();
  }

  static PlanKind parse(String text) {
    for (PlanKind kind : values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("plan kind: " + text + " (expected: a known one)");
  }
}

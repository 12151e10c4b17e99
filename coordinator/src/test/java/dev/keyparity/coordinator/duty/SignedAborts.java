package dev.keyparity.coordinator.duty;

import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What operators sign when they abort a run. Each has a key. */
public final class SignedAborts {
  private static final Map<String, OperatorKey> KEYS = new ConcurrentHashMap<>();

  private SignedAborts() {}

  public static SignedDocument signed(Revocation revocation, String by) {
    return also(SignedDocument.unsigned(revocation.canonicalBytes()), by);
  }

  /** The same with one more signature. */
  public static SignedDocument also(SignedDocument document, String by) {
    return document.signedBy(
        by, KEYS.computeIfAbsent(by, name -> OperatorKey.generate()), DocumentKind.REVOCATION);
  }

  public static Revocation of(String service, String run, String reason, Instant at) {
    return new Revocation("prod", service, null, run, at.truncatedTo(ChronoUnit.MILLIS), reason);
  }
}

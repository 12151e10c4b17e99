package dev.keyparity.coordinator.workflow;

import java.time.Instant;
import java.util.List;

/** Revocations whose document nobody reads. */
public final class TestRevocations {
  private TestRevocations() {}

  public static RunRevocation unread() {
    return RunRevocation.of("signed", List.of("kms1", "kms2"), Instant.EPOCH);
  }
}

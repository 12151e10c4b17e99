package dev.keyparity.agent.gate;

import dev.keyparity.agent.guard.Statements;
import dev.keyparity.agent.store.InstallMarker;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.KeyDirectoryFacts;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a gate decides from, as it was read at one moment.
 *
 * @param marker of a replacement of key files that did not end
 * @param statement the identity that this host last learned; null if none, or none that verifies
 * @param fault why the statement on record does not verify; null if it does, or there is none
 * @param settled whether two reads of the key directory were equal
 */
public record GateFacts(
    @Nullable InstallMarker marker,
    Statements.@Nullable Held statement,
    @Nullable KeyparityException fault,
    KeyDirectoryFacts keys,
    boolean settled) {

  /** Of one service. */
  public static GateFacts of(
      @Nullable InstallMarker marker,
      Statements statements,
      KeyDirectoryFacts keys,
      boolean settled) {
    return new GateFacts(
        marker, statements.held().orElse(null), statements.fault().orElse(null), keys, settled);
  }
}

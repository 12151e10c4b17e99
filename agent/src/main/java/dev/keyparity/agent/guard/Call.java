package dev.keyparity.agent.guard;

import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request for an effect, as it came in.
 *
 * @param claimedId the request id the caller derived; compared with our own derivation
 * @param warrant null if none was sent
 * @param patience how long the caller waits for the end; the effect itself goes on after it
 */
public record Call(
    FencingToken token,
    RequestKey key,
    String claimedId,
    @Nullable SignedDocument warrant,
    Duration patience) {}

package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Warrant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every revocation this host was told of for one service, as the operators signed it; kept for
 * ever. Not thread-safe: its owner's lock guards it.
 */
final class Revocations {
  private final String service;
  private final StateFiles files;
  private final Map<String, Revocation> byDigest = new LinkedHashMap<>();

  Revocations(String service, StateFiles files) {
    this.service = service;
    this.files = files;
    for (String name : files.names(folder())) {
      byte[] bytes = files.read(name).orElseThrow();
      try {
        Revocation revocation = Revocation.parse(SignedDocument.parse(bytes).payload());
        byDigest.put(Sha256.of(revocation.canonicalBytes()), revocation);
      } catch (MalformedRecord e) {
        throw new KeyparityException(
            ErrorCode.STATE_CORRUPT, "state record %s: %s".formatted(name, e.getMessage()), "", e);
      }
    }
  }

  private String folder() {
    return "revoked/" + service;
  }

  /** Keeps a revocation whose signatures were verified; durable on return. */
  void keep(SignedDocument document, Revocation revocation) {
    String digest = Sha256.of(document.payload());
    if (byDigest.containsKey(digest)) {
      return;
    }
    files.write(folder() + "/" + digest + ".json", document.canonicalBytes());
    byDigest.put(digest, revocation);
  }

  boolean holds(byte[] payload) {
    return byDigest.containsKey(Sha256.of(payload));
  }

  Optional<Revocation> of(Warrant warrant) {
    return byDigest.values().stream().filter(one -> one.revokes(warrant)).findFirst();
  }

  /** Whether the whole run was aborted. */
  Optional<Revocation> ofRun(String run) {
    return byDigest.values().stream().filter(one -> run.equals(one.run())).findFirst();
  }
}

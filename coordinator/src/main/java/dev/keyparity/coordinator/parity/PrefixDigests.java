package dev.keyparity.coordinator.parity;

import dev.keyparity.keyring.ApprovedKey;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.FileFacts;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.Truncation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The digests of beginnings of the approved key file, as good hosts told them. What was learned
 * stays true: an entry is named by the digest of the whole file. Bounded; thread-safe.
 */
final class PrefixDigests {
  private static final int KEPT = 256;

  private record Beginning(Digest whole, long length) {}

  private final Map<Beginning, Digest> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Beginning, Digest> eldest) {
          return size() > KEPT;
        }
      };

  synchronized void learn(Digest whole, long length, Digest beginning) {
    known.put(new Beginning(whole, length), beginning);
  }

  /** Whether a key file is only the beginning of the approved one, as far as is known. */
  synchronized Truncation truncation(ApprovedKey approved, KeyDirectoryFacts other) {
    Optional<FileFacts> file = other.secring();
    if (file.isEmpty() || file.get().bytes() >= approved.secringBytes()) {
      return Truncation.IS_NOT_PREFIX;
    }
    Digest beginning = known.get(new Beginning(approved.secring(), file.get().bytes()));
    if (beginning == null) {
      return Truncation.UNKNOWN;
    }
    return beginning.equals(file.get().sha256()) ? Truncation.IS_PREFIX : Truncation.IS_NOT_PREFIX;
  }
}

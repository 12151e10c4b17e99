package dev.keyparity.cli.run;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.HostKeys;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.wording.Fingerprints;
import java.util.List;

/** The keys that a blocked run found, to complete what an operator typed as it is shown. Pure. */
final class HeldKeys {
  private final String run;
  private final List<HostKeys> hosts;

  HeldKeys(Run run) {
    this.run = run.getId();
    this.hosts = run.getBlocked().getHostsList();
  }

  /** A key that some host holds, in full. */
  String anywhere(String typed) {
    return complete(
        typed, hosts.stream().flatMap(host -> host.getFingerprintsList().stream()).toList());
  }

  /** A key that this host holds, in full. */
  String on(String host, String typed) {
    return complete(
        typed,
        hosts.stream()
            .filter(keys -> keys.getHost().equals(host))
            .flatMap(keys -> keys.getFingerprintsList().stream())
            .toList());
  }

  private String complete(String typed, List<String> candidates) {
    String wanted = Fingerprints.normalized(typed);
    if (Fingerprints.isFull(wanted)) {
      return wanted;
    }
    List<String> matching =
        candidates.stream()
            .distinct()
            .filter(candidate -> Fingerprints.brief(candidate).equals(wanted))
            .toList();
    if (matching.size() == 1) {
      return matching.get(0);
    }
    throw new KeyparityException(
        ErrorCode.USAGE,
        "fingerprint: %s (expected: 40 hex digits, or one that is shown: %s)"
            .formatted(
                typed,
                String.join(
                    ", ", candidates.stream().distinct().map(Fingerprints::brief).toList())),
        "keyparity run show " + run + "   says which host holds which key");
  }
}

package dev.keyparity.coordinator.parity;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.FileFacts;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.KeyFacts;
import dev.keyparity.keyring.KeyIdentity;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.Soundness;
import dev.keyparity.keyring.Warning;
import dev.keyparity.proto.agent.v1.File;
import dev.keyparity.proto.agent.v1.Key;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a host reports of its key directory, as the facts that are compared. Pure. */
final class ReportedKeys {
  private ReportedKeys() {}

  /**
   * @throws IllegalArgumentException if the report contradicts itself or says what this version
   *     cannot read
   */
  static KeyDirectoryFacts of(KeyDirectory reported) {
    List<KeyFacts> keys = reported.getKeysList().stream().map(ReportedKeys::key).toList();
    Soundness soundness = soundness(reported.getSoundness());
    if (soundness == Soundness.SOUND && hasNoKeyFile(reported)) {
      throw new IllegalArgumentException(
          "key file: sound, and not among the files (expected: with its digest and size)");
    }
    KeyIdentity identity = soundness == Soundness.SOUND ? KeyIdentity.ofKeys(keys) : null;
    if (identity != null && !identity.digest().hex().equals(reported.getIdentity())) {
      throw new IllegalArgumentException(
          "key identity: not that of the keys it lists (expected: one that is)");
    }
    return new KeyDirectoryFacts(
        Profile.named(reported.getProfile()),
        soundness,
        reported.getReasonsList(),
        reported.getFilesList().stream().map(ReportedKeys::file).toList(),
        keys,
        identity,
        warnings(reported));
  }

  private static boolean hasNoKeyFile(KeyDirectory reported) {
    String name = Profile.named(reported.getProfile()).keyFile();
    return reported.getFilesList().stream()
        .noneMatch(file -> file.getName().equals(name) && file.getBytes() > 0);
  }

  private static Soundness soundness(KeyDirectory.Soundness reported) {
    return switch (reported) {
      case SOUND -> Soundness.SOUND;
      case DAMAGED -> Soundness.DAMAGED;
      case ABSENT -> Soundness.ABSENT;
      case UNREADABLE -> Soundness.UNREADABLE;
      default ->
          throw new IllegalArgumentException(
              "soundness: %s (expected: one that this version knows)".formatted(reported));
    };
  }

  private static FileFacts file(File file) {
    return new FileFacts(
        file.getName(),
        file.getBytes(),
        new Digest(file.getSha256()),
        file.getMd5(),
        file.getOwner(),
        file.getGroup(),
        file.getMode());
  }

  private static KeyFacts key(Key key) {
    return new KeyFacts(
        new Fingerprint(key.getFingerprint()),
        key.getAlgorithm(),
        key.getBits(),
        key.getPrimary(),
        key.getProtected(),
        key.getSecretPresent(),
        key.hasSecretConsistent() ? key.getSecretConsistent() : null);
  }

  private static List<Warning> warnings(KeyDirectory reported) {
    List<Warning> warnings = new ArrayList<>();
    for (var warning : reported.getWarningsList()) {
      String text = warning.getMessage();
      int colon = text.indexOf(": ");
      String file = colon < 0 ? "." : text.substring(0, colon);
      String detail = colon < 0 ? text : text.substring(colon + 2);
      for (Warning.Kind kind : kinds(warning.getKind())) {
        warnings.add(new Warning(kind, file, detail));
      }
    }
    return warnings;
  }

  /** A kind that only a newer agent knows may mean the worst of those that matter here. */
  private static List<Warning.Kind> kinds(String name) {
    return Arrays.stream(Warning.Kind.values())
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .map(List::of)
        .orElse(List.of(Warning.Kind.PACKET, Warning.Kind.UNREAD_BYTES));
  }
}

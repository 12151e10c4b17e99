package dev.keyparity.agent.effect;

import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.keyring.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sets properties in one Hadoop configuration file, after keeping the old file. Each property is an
 * act of its own in the warrant, by the digest of its value.
 */
public final class WriteSettings implements Effect {
  /** Facts of a receipt: digest of the file after the change, and where the old file is kept. */
  public static final String AFTER = "file_sha256";

  public static final String KEPT = "kept";

  private static final String EXPECTED = "expected";

  /**
   * What is asked for.
   *
   * @param expectedSha256 of the whole file as it was read, or {@code absent}
   */
  public record Change(String file, String expectedSha256, Map<String, String> values) {
    public Change {
      values = Map.copyOf(values);
    }
  }

  private final HostSettings settings;
  private final String host;
  private final String step;
  private final Change change;

  public WriteSettings(HostSettings settings, String host, String step, Change change) {
    this.settings = settings;
    this.host = host;
    this.step = step;
    this.change = change;
  }

  @Override
  public EffectKind kind() {
    return EffectKind.WRITE_SETTING;
  }

  @Override
  public List<Act> warranted() {
    Verb verb =
        settings.isClientFile(change.file()) ? Verb.WRITE_CLIENT_CONFIG : Verb.WRITE_SETTING;
    return new TreeMap<>(change.values())
        .entrySet().stream()
            .map(
                entry ->
                    Act.of(
                        verb,
                        step,
                        host,
                        Map.of(
                            "file", change.file(),
                            "property", entry.getKey(),
                            "value_sha256", digest(entry.getValue()))))
            .toList();
  }

  private static String digest(String value) {
    return Digest.of(value.getBytes(StandardCharsets.UTF_8)).hex();
  }

  @Override
  public Map<String, String> prepare() {
    String found = settings.digest(change.file());
    if (!found.equals(change.expectedSha256())) {
      throw new KeyparityException(
          ErrorCode.DIGEST_MISMATCH,
          "%s: is %s (expected: %s)".formatted(change.file(), found, change.expectedSha256()),
          "");
    }
    return Map.of("file", change.file(), EXPECTED, change.expectedSha256());
  }

  @Override
  public Outcome run() {
    HostSettings.Written written =
        settings.write(change.file(), change.expectedSha256(), change.values());
    return Outcome.done(
        "%s written".formatted(change.file()),
        Map.of(AFTER, written.fileSha256(), KEPT, written.backupFile()));
  }

  @Override
  public Settlement settle(EffectRecord earlier) {
    String file = earlier.facts().getOrDefault("file", change.file());
    if (settings.digest(file).equals(earlier.facts().get(EXPECTED))) {
      return new Settlement.DidNotHappen(file + " is as it was");
    }
    return settings.holds(file, change.values())
        ? new Settlement.Happened(file + " holds the values", Map.of(AFTER, settings.digest(file)))
        : new Settlement.DidNotHappen(file + " was changed by somebody else");
  }
}

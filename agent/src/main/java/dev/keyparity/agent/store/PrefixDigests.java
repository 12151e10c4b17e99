package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.DiskFaults;
import dev.keyparity.agent.disk.DurableFiles;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.Digest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Digests of the beginnings of a key file, which tell a cut copy elsewhere from another key, given
 * out so sparingly that they tell nothing else.
 *
 * <p>Whoever may ask for the digests of <em>n</em> and <em>n</em>+1 bytes learns the byte between
 * them by trying 256 values, and so the whole private key. So, for one content of the file: no two
 * answered lengths, the whole file among them, are closer than {@value #LEAST_GAP} bytes (2^512
 * values to try), and at most {@value #MOST} lengths are answered. What was answered is remembered
 * durably before it is answered: canonical JSON, {@code keyparity.prefixes/1}.
 *
 * <p>The first secret byte follows public ones, which are known; a length just behind it lets that
 * part be guessed. It is once, and as many bits as can be tried: some dozens of several thousand.
 */
final class PrefixDigests {
  static final int LEAST_GAP = 64;
  static final int MOST = 16;

  private static final String FORMAT = "keyparity.prefixes/1";
  private static final String NAME = "prefixes.json";

  private final Disk disk;
  private final Path directory;

  PrefixDigests(Disk disk, Path stateDirectory, String service) {
    this.disk = disk;
    this.directory = stateDirectory.resolve("install").resolve(service);
  }

  /**
   * @return empty if that length is not answered
   */
  Optional<Digest> of(byte[] content, long length) {
    if (length <= 0 || length >= content.length) {
      return Optional.empty();
    }
    Digest whole = Digest.of(content);
    try (HeldDirectory held = disk.openOrCreate(directory)) {
      Set<Long> answered = read(held, whole);
      if (!answered.contains(length)) {
        boolean tooClose =
            content.length - length < LEAST_GAP
                || answered.stream().anyMatch(other -> Math.abs(other - length) < LEAST_GAP);
        if (tooClose || answered.size() >= MOST) {
          return Optional.empty();
        }
        answered.add(length);
        DurableFiles.write(held, NAME, encode(whole, answered), Ownership.PRIVATE);
      }
      return Optional.of(Digest.ofPrefix(content, (int) length));
    } catch (IOException e) {
      throw DiskFaults.writing(e, "remember a prefix in", directory);
    }
  }

  private Set<Long> read(HeldDirectory held, Digest whole) throws IOException {
    try {
      Optional<byte[]> bytes = DurableFiles.read(held, NAME, 64 << 10);
      return bytes.isPresent() ? decode(bytes.get(), whole) : new TreeSet<>();
    } catch (NoSuchFileException e) {
      return new TreeSet<>();
    } catch (MalformedRecord | NumberFormatException e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT,
          directory.resolve(NAME) + ": " + e.getMessage(),
          "restore it from a backup of the agent's state directory; do not remove it:"
              + " it holds back what would give the private key away",
          e);
    }
  }

  private static byte[] encode(Digest whole, Set<Long> answered) {
    List<Json> lengths = new ArrayList<>();
    answered.forEach(length -> lengths.add(Json.of(Long.toString(length))));
    return CanonicalJson.encode(
        Json.object()
            .put("format", FORMAT)
            .put("lengths", new Json.Arr(lengths))
            .put("sha256", whole.hex())
            .build());
  }

  /** Another content starts with a clean sheet: what was told of one says nothing of the other. */
  private static Set<Long> decode(byte[] bytes, Digest whole) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(bytes, "prefixes").format(FORMAT);
    Set<Long> answered = new TreeSet<>();
    for (String length : fields.strings("lengths")) {
      answered.add(Long.parseLong(length));
    }
    boolean same = fields.string("sha256").equals(whole.hex());
    fields.end();
    return same ? answered : new TreeSet<>();
  }
}

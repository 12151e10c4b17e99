package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.keyring.KeysAtStake;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Key;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.agent.v1.KmsProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What decisions ask of a host's report, under the names they use. Pure. */
public final class HostFacts {
  /** Stands for the digest of a key file that is not there. */
  public static final String ABSENT = "absent";

  private final HostReport report;

  private HostFacts(HostReport report) {
    this.report = report;
  }

  public static HostFacts of(HostReport report) {
    return new HostFacts(report);
  }

  /** What a host said, if that still counts. */
  public static Optional<HostFacts> fresh(ServiceView hosts, String host) {
    return hosts.host(host).flatMap(HostView::fresh).map(HostFacts::of);
  }

  /** The hosts that can be asked what they open: all but those that hold and run nothing. */
  public static List<String> worthAsking(ServiceView view, List<String> hosts) {
    return hosts.stream()
        .filter(host -> fresh(view, host).filter(HostFacts::hasNothingToLose).isEmpty())
        .toList();
  }

  public String host() {
    return report.getHost();
  }

  public HostReport report() {
    return report;
  }

  private KeyDirectory directory() {
    return report.getKeyDirectory();
  }

  /** SHA-256 of the key file, {@link #ABSENT}, or empty if it cannot be read. */
  public String secring() {
    return directory().getFilesList().stream()
        .filter(file -> file.getName().equals("secring.gpg"))
        .map(file -> file.getSha256())
        .findFirst()
        .orElse(directory().getSoundness() == KeyDirectory.Soundness.ABSENT ? ABSENT : "");
  }

  /** SHA-256 of each file of the profile that is there, by name. */
  public SortedMap<String, String> files() {
    TreeMap<String, String> files = new TreeMap<>();
    directory().getFilesList().forEach(file -> files.put(file.getName(), file.getSha256()));
    return files;
  }

  /** Whether there is a key file of any kind. */
  public boolean hasKeyFile() {
    return directory().getSoundness() != KeyDirectory.Soundness.ABSENT;
  }

  /** A host without a key file and without a process has no key to lose and nothing to say. */
  public boolean hasNothingToLose() {
    return !hasKeyFile() && isDown();
  }

  public boolean isSound() {
    return directory().getSoundness() == KeyDirectory.Soundness.SOUND && !directory().getChanging();
  }

  public boolean isChanging() {
    return directory().getChanging();
  }

  public boolean isUnreadable() {
    return directory().getSoundness() == KeyDirectory.Soundness.UNREADABLE;
  }

  /** {@code sound}, {@code damaged}, {@code absent}, {@code unreadable} or {@code unknown}. */
  public String soundness() {
    return switch (directory().getSoundness()) {
      case SOUND, DAMAGED, ABSENT, UNREADABLE ->
          directory().getSoundness().name().toLowerCase(Locale.ROOT);
      default -> "unknown";
    };
  }

  /** Canonical key identity; empty unless keys were read. */
  public String identity() {
    return directory().getIdentity();
  }

  public List<String> fingerprints() {
    return directory().getKeysList().stream().map(Key::getFingerprint).sorted().toList();
  }

  /** What people know the ring by: its first primary key; empty if none could be read. */
  public String primary() {
    return directory().getKeysList().stream()
        .filter(Key::getPrimary)
        .map(Key::getFingerprint)
        .sorted()
        .findFirst()
        .orElse("");
  }

  /** All fingerprints, with the one that people know the ring by in front. */
  public List<String> primaryFirst() {
    List<String> all = new ArrayList<>(fingerprints());
    if (all.remove(primary())) {
      all.add(0, primary());
    }
    return List.copyOf(all);
  }

  /** The keys of its file, and which of them would go with it. */
  public KeysAtStake keysAtStake() {
    return new KeysAtStake(
        directory().getKeysList().stream()
            .map(key -> new KeysAtStake.Held(key.getFingerprint(), key.getPrimary()))
            .toList());
  }

  /** {@code up}, {@code starting}, {@code down} or {@code unknown}. */
  public String kms() {
    return switch (kmsState()) {
      case UP, STARTING, DOWN -> kmsState().name().toLowerCase(Locale.ROOT);
      default -> "unknown";
    };
  }

  /** Whether it durably recorded that it holds and serves the approved key: its permits count. */
  public boolean isMember() {
    return report.getKms().getMember();
  }

  public KmsProcess.State kmsState() {
    return report.getKms().getState();
  }

  public boolean isUp() {
    return kmsState() == KmsProcess.State.UP;
  }

  /** No process lives: not merely unknown. */
  public boolean isDown() {
    return kmsState() == KmsProcess.State.DOWN;
  }

  /** Of the key that the process which runs now was started with; empty if nobody saw that. */
  public String servingIdentity() {
    return report.getKms().getServingIdentity();
  }

  /** Whether the process that runs now was started with this key and answers. */
  public boolean serves(String keyIdentity) {
    return isUp() && servingIdentity().equals(keyIdentity);
  }

  /** The first check of its agent that failed. */
  public Optional<String> firstFailedCheck() {
    return report.getChecksList().stream()
        .filter(check -> check.getResult() == dev.keyparity.proto.agent.v1.Check.Result.FAIL)
        .map(check -> check.getName() + ": " + check.getMessage())
        .findFirst();
  }
}

package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.coordinator.inventory.AgentAddress;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.MutableClock;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.HostReport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Three KMS hosts and an edge host, as the world: what happens here happened, whichever coordinator
 * dies. It keeps the record that tests judge: effects by request id, what was touched, and how many
 * hosts were down through us at once. Single-threaded.
 */
public final class FakeFleet implements Fleet, FakeKms.Hosts {
  public static final String GROUP = "prod";
  public static final String SERVICE = "kms-prod";
  public static final String PROBE = "keyparity_probe";
  private static final String START_FAILED =
      "KMS of kms-prod: its process ended again (expected: serving)";

  final MutableClock clock = new MutableClock(Instant.parse("2026-11-24T14:00:00Z"));
  final FakeKms kms = new FakeKms(this);
  private final Map<String, FakeHost> hosts = new LinkedHashMap<>();
  private final Map<String, Integer> effects = new HashMap<>();
  private final List<String> history = new ArrayList<>();
  private final TreeSet<String> down = new TreeSet<>();
  private long highestEpoch;
  private int downAtOnce;
  private Consumer<String> onNote = what -> {};
  ServiceSpec spec = spec(true, List.of(), List.of());
  VendorCheck vendorCheck = VendorCheck.NONE;
  private final Map<String, String> published = new HashMap<>();

  /** What the vendor's KMS compares its key with at its start: how it does that is not public. */
  enum VendorCheck {
    NONE,
    /** With the keys of the KMS that run. */
    RUNNING,
    /** With what each KMS put on record when it last tried to start. */
    PUBLISHED
  }

  public FakeFleet() {
    for (String name : List.of("kms1", "kms2", "kms3", "edge1")) {
      hosts.put(name, new FakeHost(name, "keytrustee-kms"));
    }
  }

  static ServiceSpec spec(
      boolean zookeeper, List<ServiceSpec.Dependant> dependants, List<ServiceSpec.Client> clients) {
    List<ServiceSpec.Host> kmsHosts = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      kmsHosts.add(
          new ServiceSpec.Host(
              "kms" + i,
              new AgentAddress("kms" + i, 7417),
              URI.create("http://kms" + i + ":16000/kms")));
    }
    return new ServiceSpec(
        SERVICE,
        "keytrustee-kms",
        ServiceSpec.Mode.STANDALONE,
        Path.of("/var/lib/kms-keytrustee/keytrustee/.keytrustee"),
        Path.of("/etc/kms/conf"),
        "kms",
        "kms",
        kmsHosts,
        zookeeper ? new ServiceSpec.KmsZooKeeper("zk1:2181", "/kmsZKRoot") : null,
        ServiceSpec.Policy.DEFAULT,
        PROBE,
        null,
        dependants,
        clients);
  }

  public FakeHost host(String name) {
    return Objects.requireNonNull(hosts.get(name), name);
  }

  boolean isClient(String name) {
    return spec.host(name).isEmpty();
  }

  HostReport report(String host) {
    return host(host).report(SERVICE, clock.instant().toEpochMilli());
  }

  /** The host that a bundle of this ring came from: the first that holds it. */
  String sourceOf(Ring ring) {
    return hosts.values().stream()
        .filter(host -> ring.equals(host.file))
        .map(host -> host.name)
        .findFirst()
        .orElse("nobody");
  }

  void fence(FencingToken token) {
    if (token.epoch() < highestEpoch) {
      throw new KeyparityException(
          ErrorCode.STALE_LEADER, "epoch %d was seen".formatted(highestEpoch));
    }
    highestEpoch = token.epoch();
  }

  void count(AgentCall call) {
    effects.merge(call.toString(), 1, Integer::sum);
    note(call.act() + " " + call.host());
  }

  @Override
  public @Nullable String serving(String host) {
    Ring ring = host(host).process;
    return ring == null ? null : ring.name();
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void note(String what) {
    history.add(what);
    onNote.accept(what);
  }

  /** Runs when something takes place, as somebody else might just then. */
  void onNote(Consumer<String> hook) {
    onNote = hook;
  }

  void down(String host) {
    down.add(host);
    downAtOnce = Math.max(downAtOnce, down.size());
  }

  /** An effect that was begun and went wrong, in the words of the real agent. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final ErrorCode code;
    final String output;

    Failed(ErrorCode code, String message, String output) {
      super(message);
      this.code = code;
      this.output = output;
    }
  }

  /** As if every KMS that runs had put its key on record when it started. */
  void publishRunning() {
    for (FakeHost host : hosts.values()) {
      Ring running = host.process;
      if (running != null) {
        published.put(host.name, running.name());
      }
    }
  }

  private String compared(FakeHost other) {
    Ring running = other.process;
    String key = running == null ? "" : running.name();
    return switch (vendorCheck) {
      case NONE -> "";
      case RUNNING -> key;
      case PUBLISHED -> published.getOrDefault(other.name, key);
    };
  }

  void startKms(FakeHost host) {
    if (host.startsBroken) {
      throw new Failed(ErrorCode.KMS_START_FAILED, START_FAILED, "");
    }
    Ring ring = Objects.requireNonNull(host.file, "a start without a key file makes a new key");
    published.put(host.name, ring.name());
    boolean refused =
        hosts.values().stream()
            .map(this::compared)
            .anyMatch(other -> !other.isEmpty() && !other.equals(ring.name()));
    if (refused) {
      throw new Failed(
          ErrorCode.KMS_START_FAILED,
          START_FAILED,
          "Unable to verify private key match between KMS hosts. Aborting to prevent data"
              + " inconsistency.");
    }
    host.process = ring;
    host.startedAtMs = clock.instant().toEpochMilli();
    host.stopBegun = false;
    down.remove(host.name);
  }

  /** How many hosts were ever down through us at the same time. */
  int downAtOnceMax() {
    return downAtOnce;
  }

  /** How often each effect took place, by request. */
  Map<String, Integer> effects() {
    return Map.copyOf(effects);
  }

  /** From here on the record begins anew. */
  void forgetHistory() {
    history.clear();
    effects.clear();
    downAtOnce = 0;
  }

  /** What took place, in order. */
  public List<String> history() {
    return List.copyOf(history);
  }

  @Override
  public FleetSnapshot snapshot() {
    TreeMap<String, HostView> views = new TreeMap<>();
    for (String name : spec.hostNames()) {
      FakeHost host = host(name);
      views.put(
          name,
          host.silent
              ? new HostView(
                  name,
                  Freshness.STALE,
                  "connection refused",
                  Duration.ofSeconds(30),
                  report(name),
                  null)
              : new HostView(name, Freshness.FRESH, "", Duration.ZERO, report(name), null));
    }
    return new FleetSnapshot(clock.instant(), Map.of(SERVICE, new ServiceView(SERVICE, views)));
  }

  @Override
  public void follow(Collection<ServiceSpec> services) {}

  @Override
  public void acceptRecord(String service, String host) {}

  @Override
  public AutoCloseable listen(Listener listener) {
    return () -> {};
  }
}

package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.keyring.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run would do, and what was observed when it was made. Stored, shown and (through its
 * digest) signed as canonical JSON {@code keyparity.plan/1}. Holds no secret. Immutable.
 *
 * @param run the run it is for, drawn when the plan was made
 * @param reference the host whose key the others get
 * @param transfer how the key travels: {@code sealed}
 * @param hosts that take part
 * @param without REPAIR: the other hosts of the service, which take no part: they count as down,
 *     and their permits are not asked for; REMOVE_HOST: the host itself, where it is gone for good
 * @param observed what was seen on each host that takes part
 * @param keep GIVE_WAY: primary fingerprint of the key that every host shall hold; else empty
 * @param giveWay GIVE_WAY and ADD_HOST: by host, primary fingerprint of the key that gives way
 *     there
 * @param overlap GIVE_WAY: whether the hosts whose keys give way may be down together, to be
 *     started when every one holds the key to keep
 * @param accepts ACCEPT: each file of which another digest is approved than before
 * @param settings that get a value; the warrant allows each by the digest of that value
 * @param clientsNote what clients will notice
 * @param undoNote how to go back, and until when
 */
public record Plan(
    RunId run,
    PlanKind kind,
    String service,
    Instant createdAt,
    String reference,
    String transfer,
    List<StepId> holdBefore,
    List<String> hosts,
    List<String> without,
    SortedMap<String, Observed> observed,
    String keep,
    SortedMap<String, String> giveWay,
    boolean overlap,
    List<Accepted> accepts,
    List<PlannedStep> steps,
    List<SettingPlan> settings,
    String clientsNote,
    String undoNote) {
  public static final String FORMAT = "keyparity.plan/1";

  /**
   * A host as it was when the plan was made.
   *
   * @param fingerprints of all its keys, that which people know the ring by first; empty if none
   *     could be read
   * @param identity canonical key identity; empty unless sound
   * @param secring SHA-256 of its key file; {@code absent} if there is none
   * @param soundness as its agent judged it, upper-case
   * @param kms as its agent saw it, lower-case
   * @param onlyHere GIVE_WAY, ADD_HOST and REMOVE_HOST: key versions that no other host opens
   */
  public record Observed(
      List<String> fingerprints,
      String identity,
      String secring,
      String soundness,
      String kms,
      List<String> onlyHere) {
    public Observed {
      fingerprints = List.copyOf(fingerprints);
      onlyHere = List.copyOf(onlyHere);
    }
  }

  /**
   * A file of the key directory that changed.
   *
   * @param file its name
   * @param was SHA-256 of the approved file; {@code absent} if none was approved
   * @param is SHA-256 of the file to be approved; {@code absent} if it is gone
   */
  public record Accepted(String file, String was, String is) {}

  /** One property of one file of one host that gets a value. */
  public record SettingPlan(StepId step, String host, String file, String property, String value) {}

  /**
   * A step as it is shown before the run.
   *
   * @param changes whether it changes anything
   * @param skipped why it will be skipped; empty if it will not
   */
  public record PlannedStep(
      StepId id, String title, List<String> hosts, boolean changes, String skipped, String detail) {
    public PlannedStep {
      hosts = List.copyOf(hosts);
    }
  }

  public Plan {
    holdBefore = List.copyOf(holdBefore);
    hosts = List.copyOf(hosts);
    without = List.copyOf(without);
    observed = Collections.unmodifiableSortedMap(new TreeMap<>(observed));
    giveWay = Collections.unmodifiableSortedMap(new TreeMap<>(giveWay));
    accepts = List.copyOf(accepts);
    steps = List.copyOf(steps);
    settings = List.copyOf(settings);
    if (!observed.keySet().containsAll(hosts)) {
      throw new IllegalArgumentException(
          "plan: observed %s (expected: each of %s)".formatted(observed.keySet(), hosts));
    }
  }

  /** The canonical bytes: what is stored, shown and hashed. */
  public byte[] payload() {
    return PlanCodec.encode(this);
  }

  /** SHA-256 of the payload, lower-case hex: what the warrant names. */
  public String digest() {
    return Digest.of(payload()).hex();
  }

  /** How people name it: the first 8 digits of the digest. */
  public String id() {
    return digest().substring(0, 8);
  }

  public static Plan parse(byte[] payload) throws MalformedRecord {
    return PlanCodec.decode(payload);
  }

  /** What was seen of a host of the service when the plan was made. */
  public Observed observedOn(String host) {
    Observed seen = observed.get(host);
    if (seen == null) {
      throw new IllegalArgumentException(
          "plan: no host " + host + " (expected: one of " + hosts + ")");
    }
    return seen;
  }

  /** The settings that one step writes. */
  public List<SettingPlan> settingsOf(StepId step) {
    return settings.stream().filter(setting -> setting.step().equals(step)).toList();
  }

  public Optional<PlannedStep> step(StepId id) {
    return steps.stream().filter(step -> step.id().equals(id)).findFirst();
  }
}

package dev.keyparity.cli.signing;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A plan as its payload says ({@code keyparity.plan/1}, canonical JSON). A field that this version
 * does not know refuses the whole plan: it could be one that matters, and it would not be shown.
 *
 * @param kind enable, adopt, accept, repair, add-host, remove-host or give-way
 * @param reference the host whose key is to be approved; null where the plan approves none
 * @param hosts that take part
 * @param without hosts of the service that take no part, and count as down; a repair may have some,
 *     and the removal of a host that is gone has that one
 * @param observed what each host held when the plan was made, by host
 * @param keep the fingerprint that is kept; null unless a key gives way
 * @param giveWay the fingerprint that gives way, by host
 * @param overlap whether the hosts whose keys give way may be down together
 * @param accepts the files of which other digests are approved than before
 * @param settings what the run writes into configuration files
 */
public record PlanDocument(
    String run,
    String kind,
    String service,
    Instant createdAt,
    @Nullable String reference,
    String transfer,
    List<String> holdBefore,
    List<String> hosts,
    List<String> without,
    Map<String, Observed> observed,
    @Nullable String keep,
    SortedMap<String, String> giveWay,
    boolean overlap,
    List<Accepted> accepts,
    List<Step> steps,
    List<Setting> settings,
    String clientsNote,
    String undoNote) {
  static final String FORMAT = "keyparity.plan/1";

  public PlanDocument {
    holdBefore = List.copyOf(holdBefore);
    hosts = List.copyOf(hosts);
    without = List.copyOf(without);
    observed = Collections.unmodifiableMap(new LinkedHashMap<>(observed));
    giveWay = Collections.unmodifiableSortedMap(new TreeMap<>(giveWay));
    accepts = List.copyOf(accepts);
    steps = List.copyOf(steps);
    settings = List.copyOf(settings);
  }

  /**
   * What a host held.
   *
   * @param fingerprints of all its keys, that which people know it by first; empty if none could be
   *     read
   * @param identity canonical key identity; null if there was none
   * @param secringSha256 digest of its key file, or {@code absent}
   * @param soundness SOUND, DAMAGED, ABSENT or UNREADABLE
   * @param kms up, down, starting or unknown
   * @param onlyHere key versions that only this host opens, where the plan lists them
   */
  public record Observed(
      List<String> fingerprints,
      @Nullable String identity,
      String secringSha256,
      String soundness,
      String kms,
      List<String> onlyHere) {
    public Observed {
      fingerprints = List.copyOf(fingerprints);
      onlyHere = List.copyOf(onlyHere);
    }

    /** Whether it holds a key with that fingerprint. */
    public boolean holds(String fingerprint) {
      return fingerprints.contains(fingerprint);
    }
  }

  /**
   * A step of the run.
   *
   * @param hosts where it acts; empty: nowhere in particular
   * @param changes whether anything is changed by it
   * @param skipped why it will not be done; empty if it will
   */
  public record Step(
      String id, String title, List<String> hosts, boolean changes, String skipped, String detail) {
    public Step {
      hosts = List.copyOf(hosts);
    }

    boolean isSkipped() {
      return !skipped.isEmpty();
    }
  }

  /**
   * A file of the key directory that changed.
   *
   * @param was SHA-256 of the approved one, or {@code absent}
   * @param is SHA-256 of the one to be approved, or {@code absent}
   */
  public record Accepted(String file, String was, String is) {}

  /** One property of one file of one host that gets a value. */
  public record Setting(String step, String host, String file, String property, String value) {}

  public Optional<Step> step(String id) {
    return steps.stream().filter(step -> step.id().equals(id)).findFirst();
  }

  /** The host whose key the plan spreads: the reference, or a host that holds the key to keep. */
  boolean isSource(String host) {
    if (host.equals(reference)) {
      return true;
    }
    Observed held = observed.get(host);
    return keep != null && held != null && held.holds(keep);
  }

  /** Whether a host becomes part of the service by this plan. */
  boolean adds(String host) {
    return kind.equals("add-host")
        && step("synchronize-key").filter(it -> it.hosts().contains(host)).isPresent();
  }

  /** The host that leaves the service by this plan. */
  Optional<String> leaving() {
    return kind.equals("remove-host")
        ? step("remove-host").flatMap(it -> it.hosts().stream().findFirst())
        : Optional.empty();
  }

  /** The hosts of the service when the plan is done. */
  List<String> staying() {
    return hosts.stream().filter(host -> !leaving().equals(Optional.of(host))).toList();
  }

  static PlanDocument parse(byte[] payload) throws MalformedRecord {
    if (!(CanonicalJson.parse(payload) instanceof Json.Obj object)) {
      throw new MalformedRecord("plan: not an object");
    }
    RecordFields fields = RecordFields.of("plan", object).format(FORMAT);
    boolean givesWay = object.fields().containsKey("give_way");
    PlanDocument plan =
        new PlanDocument(
            fields.string("run"),
            fields.string("kind").toLowerCase(Locale.ROOT).replace('_', '-'),
            fields.string("service"),
            fields.instant("created_at"),
            fields.optionalString("reference").orElse(null),
            fields.optionalString("transfer").orElse(""),
            fields.strings("hold_before"),
            fields.strings("hosts"),
            object.fields().containsKey("without") ? fields.strings("without") : List.of(),
            observed(object),
            fields.optionalString("keep").orElse(null),
            givesWay ? fields.stringMap("give_way") : new TreeMap<>(),
            object.fields().containsKey("overlap") && fields.bool("overlap"),
            object.fields().containsKey("accepts") ? accepts(fields.records("accepts")) : List.of(),
            steps(fields.records("steps")),
            settings(fields.records("settings")),
            fields.optionalString("clients_note").orElse(""),
            fields.optionalString("undo_note").orElse(""));
    fields.record("observed");
    fields.end();
    return plan;
  }

  private static Map<String, Observed> observed(Json.Obj plan) throws MalformedRecord {
    if (!(plan.fields().get("observed") instanceof Json.Obj hosts)) {
      throw new MalformedRecord("plan: observed: (expected: an object)");
    }
    Map<String, Observed> observed = new LinkedHashMap<>();
    for (Map.Entry<String, Json> entry : hosts.fields().entrySet()) {
      if (!(entry.getValue() instanceof Json.Obj host)) {
        throw new MalformedRecord("plan: observed." + entry.getKey() + ": (expected: an object)");
      }
      RecordFields fields = RecordFields.of("plan.observed." + entry.getKey(), host);
      observed.put(
          entry.getKey(),
          new Observed(
              fields.strings("fingerprints"),
              fields.optionalString("identity").filter(text -> !text.isEmpty()).orElse(null),
              fields.string("secring_sha256"),
              fields.string("soundness"),
              fields.string("kms"),
              host.fields().containsKey("only_here") ? fields.strings("only_here") : List.of()));
      fields.end();
    }
    return observed;
  }

  private static List<Accepted> accepts(List<RecordFields> records) throws MalformedRecord {
    List<Accepted> accepts = new ArrayList<>();
    for (RecordFields fields : records) {
      accepts.add(new Accepted(fields.string("file"), fields.string("was"), fields.string("is")));
      fields.end();
    }
    return accepts;
  }

  private static List<Step> steps(List<RecordFields> records) throws MalformedRecord {
    List<Step> steps = new ArrayList<>();
    for (RecordFields fields : records) {
      Step step =
          new Step(
              fields.string("id"),
              fields.string("title"),
              fields.strings("hosts"),
              changes(fields.string("effect")),
              fields.optionalString("skipped").orElse(""),
              fields.optionalString("detail").orElse(""));
      fields.end();
      steps.add(step);
    }
    return steps;
  }

  private static List<Setting> settings(List<RecordFields> records) throws MalformedRecord {
    List<Setting> settings = new ArrayList<>();
    for (RecordFields fields : records) {
      settings.add(
          new Setting(
              fields.string("step"),
              fields.string("host"),
              fields.string("file"),
              fields.string("property"),
              fields.string("value")));
      fields.end();
    }
    return settings;
  }

  private static boolean changes(String effect) throws MalformedRecord {
    return switch (effect) {
      case "changes" -> true;
      case "nothing" -> false;
      default ->
          throw new MalformedRecord(
              "plan: step effect: " + effect + " (expected: changes or nothing)");
    };
  }
}

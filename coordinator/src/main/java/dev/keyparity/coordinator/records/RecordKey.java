package dev.keyparity.coordinator.records;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of one durable record of one service.
 *
 * @param itemOrNull which of a kind that a service has many of; null exactly where it has one
 */
public record RecordKey(Kind kind, String service, @Nullable String itemOrNull) {

  /** What a record is. Ids stand in stored paths: never renamed. */
  public enum Kind {
    /** The service file as applied. */
    SPEC("spec", false),
    /** The newest identity statement, with its signatures. */
    STATEMENT("statement", false),
    /** Key versions given up by warrant. */
    FORGOTTEN("forgotten", false),
    /** Changes of files beside the key that operators sanctioned for a while. */
    CHANGES("changes", false),
    /** Which recovery keys were proven to open, by whom, when. */
    RECOVERY_PROOFS("recovery-proofs", false),
    /** The last survey. */
    SURVEY("survey", false),
    /** The last decrypt matrix. */
    MATRIX("matrix", false),
    /** What operators let policy do by itself, with their signatures; there while it stands. */
    POLICY("policy", false),
    /** Since when enforcement is paused, by whom and why; there while it is. */
    PAUSE("pause", false),
    /** The last things that happened, bounded. */
    EVENTS("events", false),
    /** The verdict on each host since when, and which drift was told already. */
    PARITY("parity", false),
    /** What was seen of one host over time, bounded; item: host. */
    VERDICTS("verdicts", true),
    /** A document on the way to enough signatures; item: what it allows. */
    DRAFT("drafts", true),
    /** The id of the run that is open, or was last. */
    CURRENT_RUN("current-run", false),
    /** The journal of one run; item: run id. */
    RUN("runs", true),
    /** A plan with its drafts and signatures; item: plan id. */
    PLAN("plans", true),
    /** The high-water mark of one agent's own record; item: host. */
    HOST("hosts", true);

    private final String id;
    private final boolean many;

    Kind(String id, boolean many) {
      this.id = id;
      this.many = many;
    }

    public String id() {
      return id;
    }

    /** Whether a service has many of these, told apart by an item. */
    public boolean hasItems() {
      return many;
    }
  }

  /** What may stand in a path: no separators, no relative names, nothing that needs escaping. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  public RecordKey {
    if ((itemOrNull != null) != kind.hasItems()) {
      throw new IllegalArgumentException(
          "record: %s %s (expected: an item exactly where there are many)"
              .formatted(kind, itemOrNull));
    }
    requireName("service", service);
    if (itemOrNull != null) {
      requireName(kind.id(), itemOrNull);
    }
  }

  /** The one record of its kind of a service. */
  public static RecordKey of(Kind kind, String service) {
    return new RecordKey(kind, service, null);
  }

  /** One of many of its kind of a service. */
  public static RecordKey of(Kind kind, String service, String item) {
    return new RecordKey(kind, service, item);
  }

  /** Whether records can be kept under this service or item name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  public Optional<String> item() {
    return Optional.ofNullable(itemOrNull);
  }

  private static void requireName(String what, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "record: %s '%s' (expected: letters, digits, '.', '_' and '-', at most 128)"
              .formatted(what, name));
    }
  }

  @Override
  public String toString() {
    return service + "/" + kind.id() + (itemOrNull == null ? "" : "/" + itemOrNull);
  }
}

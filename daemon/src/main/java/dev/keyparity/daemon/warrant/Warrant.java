package dev.keyparity.daemon.warrant;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What operators allow, once, for one service: a list of exact acts until an expiry. Stored and
 * sent as canonical JSON ({@code keyparity.warrant/1}) inside a {@link SignedDocument}.
 *
 * @param id unique; consumption is remembered under it
 * @param group the coordinator group it is meant for
 * @param run the run it belongs to; null for a warrant that stands by itself, such as a policy
 * @param planDigest SHA-256 of the plan that was shown, lower-case hex; null where there was none
 * @param statementGeneration generation of the identity statement the plan was made under; 0 if
 *     nothing was approved yet
 * @param issuedAt by the clock of the operator's machine, whole milliseconds
 * @param expiresAt first moment at which it is no longer good
 * @param reason the operator's words, or the plan's one-line summary
 * @param ticket the change ticket; null if none was given
 */
public record Warrant(
    String id,
    String group,
    String service,
    @Nullable String run,
    @Nullable String planDigest,
    long statementGeneration,
    Instant issuedAt,
    Instant expiresAt,
    List<Act> acts,
    String reason,
    @Nullable String ticket) {
  public static final String FORMAT = "keyparity.warrant/1";

  public Warrant {
    Checks.present("warrant id", id);
    Checks.present("warrant group", group);
    Checks.present("warrant service", service);
    Checks.generation("warrant statement generation", statementGeneration);
    Checks.milliseconds("warrant issue", issuedAt);
    Checks.milliseconds("warrant expiry", expiresAt);
    if (!expiresAt.isAfter(issuedAt)) {
      throw new IllegalArgumentException(
          "warrant expiry: " + expiresAt + " (expected: after " + issuedAt + ")");
    }
    if (planDigest != null) {
      Checks.sha256("warrant plan digest", planDigest);
    }
    acts = List.copyOf(acts);
    if (acts.isEmpty()) {
      throw new IllegalArgumentException("warrant acts: none (expected: at least one)");
    }
    if (run == null) {
      for (Act act : acts) {
        if (!act.verb().isAllowedOutsideRuns()) {
          throw new IllegalArgumentException(
              "warrant run: none (expected: one, for " + act.verb().text() + ")");
        }
      }
    }
  }

  /**
   * An id for a new one, which nobody can guess.
   *
   * @param random must be hard to guess
   */
  public static String drawId(RandomGenerator random) {
    byte[] drawn = new byte[8];
    random.nextBytes(drawn);
    return "w-" + HexFormat.of().formatHex(drawn);
  }

  public Set<Verb> verbs() {
    EnumSet<Verb> verbs = EnumSet.noneOf(Verb.class);
    acts.forEach(act -> verbs.add(act.verb()));
    return verbs;
  }

  /** Whether it belongs to no run: a standing policy's, or a word that stands by itself. */
  public boolean isStanding() {
    return run == null;
  }

  public byte[] canonicalBytes() {
    List<Json> actList = new ArrayList<>();
    acts.forEach(act -> actList.add(act.toJson()));
    Json.ObjectBuilder out =
        Json.object()
            .put("acts", new Json.Arr(actList))
            .put("expires_at", expiresAt.toString())
            .put("format", FORMAT)
            .put("group", group)
            .put("id", id)
            .put("issued_at", issuedAt.toString())
            .put("reason", reason)
            .put("service", service)
            .put("statement_generation", statementGeneration);
    if (planDigest != null) {
      out.put("plan_digest", planDigest);
    }
    if (run != null) {
      out.put("run", run);
    }
    if (ticket != null) {
      out.put("ticket", ticket);
    }
    return CanonicalJson.encode(out.build());
  }

  public static Warrant parse(byte[] canonicalBytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(canonicalBytes, "warrant").format(FORMAT);
    return Checks.reading("warrant", () -> read(fields));
  }

  private static Warrant read(RecordFields fields) throws MalformedRecord {
    List<Act> acts = new ArrayList<>();
    for (RecordFields act : fields.records("acts")) {
      acts.add(Act.read(act));
    }
    Warrant warrant =
        new Warrant(
            fields.string("id"),
            fields.string("group"),
            fields.string("service"),
            fields.optionalString("run").orElse(null),
            fields.optionalString("plan_digest").orElse(null),
            fields.integer("statement_generation"),
            fields.instant("issued_at"),
            fields.instant("expires_at"),
            acts,
            fields.string("reason"),
            fields.optionalString("ticket").orElse(null));
    fields.end();
    return warrant;
  }
}

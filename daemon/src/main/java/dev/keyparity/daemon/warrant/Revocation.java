package dev.keyparity.daemon.warrant;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word that a warrant, or every warrant of a run, is good no longer ({@code
 * keyparity.revocation/1}). It needs the verb {@link Verb#ABORT}; it never expires.
 *
 * @param warrant the id of the revoked warrant, or null if a whole run is revoked
 * @param run the aborted run, or null if one warrant is revoked
 */
public record Revocation(
    String group,
    String service,
    @Nullable String warrant,
    @Nullable String run,
    Instant issuedAt,
    String reason) {
  public static final String FORMAT = "keyparity.revocation/1";

  public Revocation {
    Checks.present("revocation group", group);
    Checks.present("revocation service", service);
    if ((warrant == null) == (run == null)) {
      throw new IllegalArgumentException("revocation: (expected: either a warrant or a run)");
    }
    Checks.milliseconds("revocation issue", issuedAt);
  }

  public boolean revokes(Warrant candidate) {
    return candidate.group().equals(group)
        && candidate.service().equals(service)
        && (candidate.id().equals(warrant) || (run != null && run.equals(candidate.run())));
  }

  public byte[] canonicalBytes() {
    Json.ObjectBuilder out =
        Json.object()
            .put("format", FORMAT)
            .put("group", group)
            .put("issued_at", issuedAt.toString())
            .put("reason", reason)
            .put("service", service);
    if (warrant != null) {
      out.put("warrant", warrant);
    }
    if (run != null) {
      out.put("run", run);
    }
    return CanonicalJson.encode(out.build());
  }

  public static Revocation parse(byte[] canonicalBytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(canonicalBytes, "revocation").format(FORMAT);
    return Checks.reading("revocation", () -> read(fields));
  }

  private static Revocation read(RecordFields fields) throws MalformedRecord {
    Revocation revocation =
        new Revocation(
            fields.string("group"),
            fields.string("service"),
            fields.optionalString("warrant").orElse(null),
            fields.optionalString("run").orElse(null),
            fields.instant("issued_at"),
            fields.string("reason"));
    fields.end();
    return revocation;
  }
}

package dev.keyparity.cli.evidence;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What is on record of a service from a moment on, as a coordinator told it to an operator, who
 * signs it: {@code keyparity.evidence/1}, canonical JSON inside a {@link SignedDocument}.
 * Immutable.
 *
 * @param since from when on things were asked for
 * @param madeAt by the clock of the operator's machine
 * @param madeBy the operator who asked, and whose signature it has
 * @param hosts that the service declares now
 * @param parity what was seen; a host may be missing, or be one that left the service
 * @param approvals what operators signed, as they signed it
 * @param backups that hosts hold now, the oldest ones left out
 * @param notAsked what could not be had, each with the reason
 */
record Evidence(
    String service,
    String group,
    Instant since,
    Instant madeAt,
    String madeBy,
    Source source,
    List<String> hosts,
    List<HostParity> parity,
    List<SignedDocument> approvals,
    List<RunEntry> runs,
    List<BackupEntry> backups,
    List<RecoveryKeyEntry> recoveryKeys,
    List<EventEntry> events,
    List<AuditExcerpt> audit,
    List<String> notAsked) {
  static final String FORMAT = DocumentKind.EVIDENCE.format();

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /** The leader that was asked, and when, by its clock: nothing in the file is younger. */
  record Source(String coordinator, long epoch, Instant at) {}

  /** What was seen of one host, in the order in which it was seen. */
  record HostParity(String host, List<Sighting> spans) {
    HostParity {
      spans = List.copyOf(spans);
    }
  }

  Evidence {
    hosts = List.copyOf(hosts);
    parity = List.copyOf(parity);
    approvals = List.copyOf(approvals);
    runs = List.copyOf(runs);
    backups = List.copyOf(backups);
    recoveryKeys = List.copyOf(recoveryKeys);
    events = List.copyOf(events);
    audit = List.copyOf(audit);
    notAsked = List.copyOf(notAsked);
    if (source.at().isBefore(since)) {
      throw new IllegalArgumentException(
          "since: %s (expected: before %s)".formatted(since, source.at()));
    }
    hosts.forEach(Evidence::requireName);
    Set<String> names = new HashSet<>();
    for (HostParity host : parity) {
      requireName(host.host());
      if (!names.add(host.host())) {
        throw new IllegalArgumentException("parity of %s: twice".formatted(host.host()));
      }
    }
  }

  private static void requireName(String host) {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("host: '%s' (expected: a host's name)".formatted(host));
    }
  }

  /** What was seen of a host; nothing, if there is nothing. */
  List<Sighting> sightings(String host) {
    return parity.stream()
        .filter(one -> one.host().equals(host))
        .flatMap(one -> one.spans().stream())
        .toList();
  }

  byte[] canonicalBytes() {
    return CanonicalJson.encode(
        Json.object()
            .put("approvals", Json.strings(approvals.stream().map(Evidence::text).toList()))
            .put("audit", list(audit, AuditExcerpt::toJson))
            .put("backups", list(backups, BackupEntry::toJson))
            .put("events", list(events, EventEntry::toJson))
            .put("format", FORMAT)
            .put("group", group)
            .put("hosts", Json.strings(hosts))
            .put("made_at", madeAt.toString())
            .put("made_by", madeBy)
            .put("not_asked", Json.strings(notAsked))
            .put("parity", list(parity, Evidence::host))
            .put("recovery_keys", list(recoveryKeys, RecoveryKeyEntry::toJson))
            .put("runs", list(runs, RunEntry::toJson))
            .put("service", service)
            .put("since", since.toString())
            .put("source", json(source))
            .build());
  }

  private static String text(SignedDocument document) {
    return new String(document.canonicalBytes(), StandardCharsets.UTF_8);
  }

  private static <T> Json list(List<T> values, Function<T, Json> each) {
    return new Json.Arr(values.stream().map(each).toList());
  }

  private static Json host(HostParity host) {
    return Json.object()
        .put("host", host.host())
        .put("spans", list(host.spans(), Sighting::toJson))
        .build();
  }

  private static Json json(Source source) {
    return Json.object()
        .put("at", source.at().toString())
        .put("coordinator", source.coordinator())
        .put("epoch", source.epoch())
        .build();
  }

  static Evidence parse(byte[] canonicalBytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(canonicalBytes, "evidence").format(FORMAT);
    try {
      return read(fields);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord("evidence: " + e.getMessage(), e);
    }
  }

  private static Evidence read(RecordFields fields) throws MalformedRecord {
    List<SignedDocument> approvals = new ArrayList<>();
    for (String document : fields.strings("approvals")) {
      approvals.add(SignedDocument.parse(document.getBytes(StandardCharsets.UTF_8)));
    }
    Evidence evidence =
        new Evidence(
            fields.string("service"),
            fields.string("group"),
            fields.instant("since"),
            fields.instant("made_at"),
            fields.string("made_by"),
            source(fields.record("source")),
            fields.strings("hosts"),
            records(fields, "parity", Evidence::host),
            approvals,
            records(fields, "runs", RunEntry::read),
            records(fields, "backups", BackupEntry::read),
            records(fields, "recovery_keys", RecoveryKeyEntry::read),
            records(fields, "events", EventEntry::read),
            records(fields, "audit", AuditExcerpt::read),
            fields.strings("not_asked"));
    fields.end();
    return evidence;
  }

  private static Source source(RecordFields fields) throws MalformedRecord {
    Source source =
        new Source(fields.string("coordinator"), fields.integer("epoch"), fields.instant("at"));
    fields.end();
    return source;
  }

  private static HostParity host(RecordFields fields) throws MalformedRecord {
    HostParity host =
        new HostParity(fields.string("host"), records(fields, "spans", Sighting::read));
    fields.end();
    return host;
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(RecordFields fields) throws MalformedRecord;
  }

  private static <T> List<T> records(RecordFields fields, String name, Reader<T> each)
      throws MalformedRecord {
    List<T> list = new ArrayList<>();
    for (RecordFields one : fields.records(name)) {
      list.add(each.read(one));
    }
    return list;
  }
}

package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.evidence.RecordType;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.keyring.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Since when each host's verdict is what it is, and what was told of it: so that a new leader
 * neither begins the times anew nor tells twice. Stored as {@code keyparity.parity/1}; verdicts are
 * never taken from it.
 */
record ParityRecord(SortedMap<String, Host> hosts) {
  static final ParityRecord EMPTY = new ParityRecord(new TreeMap<>());

  static final RecordType<ParityRecord> TYPE =
      new RecordType<>(
          RecordKey.Kind.PARITY, "keyparity.parity/1", ParityRecord::write, ParityRecord::read);

  /**
   * @param since when this verdict began, by the clock of the coordinator that saw it
   * @param told the state that the event list last spoke of: a drift with the key it showed, {@link
   *     #SILENT}, {@link #DOUBTFUL}, or empty for none
   */
  record Host(Verdict verdict, Instant since, String told) {}

  static final String SILENT = "silent";
  static final String DOUBTFUL = "doubtful";

  /** Whether what was told was a drift. */
  static boolean isDrift(String told) {
    return !told.isEmpty() && !told.equals(SILENT) && !told.equals(DOUBTFUL);
  }

  ParityRecord {
    hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
  }

  Optional<Host> host(String name) {
    return Optional.ofNullable(hosts.get(name));
  }

  private void write(Json.ObjectBuilder out) {
    List<Json> list = new ArrayList<>();
    hosts.forEach(
        (name, host) ->
            list.add(
                Json.object()
                    .put("host", name)
                    .put("verdict", host.verdict().name())
                    .put("since", host.since().toString())
                    .put("told", host.told())
                    .build()));
    out.put("hosts", new Json.Arr(list));
  }

  private static ParityRecord read(RecordFields fields) throws MalformedRecord {
    TreeMap<String, Host> hosts = new TreeMap<>();
    for (RecordFields one : fields.records("hosts")) {
      hosts.put(
          one.string("host"),
          new Host(
              Verdict.valueOf(one.string("verdict")), one.instant("since"), one.string("told")));
      one.end();
    }
    return new ParityRecord(hosts);
  }
}

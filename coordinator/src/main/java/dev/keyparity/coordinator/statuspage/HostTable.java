package dev.keyparity.coordinator.statuspage;

import dev.keyparity.proto.coordinator.v1.BackupStatus;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.OpenChange;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.wording.Counted;
import dev.keyparity.wording.Fingerprints;
import dev.keyparity.wording.Times;
import dev.keyparity.wording.Tone;
import dev.keyparity.wording.Verdicts;
import java.time.Instant;
import java.util.List;

/** The hosts of a service as rows: verdict with its evidence and age. Pure. */
final class HostTable {
  private static final String KEYRING = "Keyring";
  private static final String KMS = "KMS";
  private static final String GATE = "Start gate";
  private static final String SEEN = "Seen";
  private static final String BACKUP = "Newest backup";

  private HostTable() {}

  static Html of(ServiceStatus service, Times times) {
    Html body = Html.of("tbody");
    service.getHostsList().forEach(host -> body.add(row(host, service.getChangesList(), times)));
    return Html.of("table")
        .with("class", "rows hosts")
        .add(
            Html.of("caption", "Hosts"),
            Words.columns("Host", KEYRING, KMS, GATE, SEEN, BACKUP),
            body);
  }

  private static Html row(HostStatus host, List<OpenChange> changes, Times times) {
    return Html.of("tr")
        .add(
            Words.host(host.getHost()),
            keyring(host, changes, times),
            Words.cell(KMS).add(kms(host.getKms())),
            Words.cell(GATE).add(gate(host.getGate())),
            Words.cell(SEEN, Words.ago(host.getReportAgeMs())),
            backup(host, times));
  }

  private static Html keyring(HostStatus host, List<OpenChange> changes, Times times) {
    String verdict = host.getVerdict();
    Html cell =
        Words.cell(KEYRING).add(Words.toned(Verdicts.tone(verdict), Verdicts.cell(verdict)));
    if (host.getSinceMs() > 0) {
      Instant since = Times.ofMillis(host.getSinceMs());
      cell.text(" since ")
          .add(Words.time(since, times.second(since)))
          .text(" (" + Times.age(times.since(since)) + ")");
    }
    if (!host.getReason().isEmpty()) {
      cell.add(Html.of("p", host.getReason()));
    }
    String held = Fingerprints.brief(host.getFingerprint());
    if (!held.isEmpty() && !host.getReason().contains(held)) {
      cell.add(
          Html.of("p", "holds ")
              .with("class", "evidence")
              .add(
                  Html.of("code", held)
                      .with("title", Fingerprints.grouped(host.getFingerprint()))));
    }
    host.getWarningsList()
        .forEach(
            warning ->
                cell.add(Html.of("p").add(Words.toned(Tone.WARN, "warning")).text(": " + warning)));
    changes.stream()
        .filter(change -> change.getHostsList().contains(host.getHost()))
        .forEach(change -> cell.add(sanctioned(change, times)));
    return cell;
  }

  /** Why nobody is warned of it. */
  private static Html sanctioned(OpenChange change, Times times) {
    Instant until = Times.ofMillis(change.getUntilMs());
    return Html.of("p", change.getFile() + ": a sanctioned change until ")
        .with("class", "evidence")
        .add(Words.time(until, times.dayAndMinute(until)))
        .text(", by " + change.getBy());
  }

  private static Html kms(String kms) {
    return switch (kms) {
      case "up" -> Words.toned(Tone.PLAIN, kms);
      case "down" -> Words.toned(Tone.WARN, kms);
      default -> Words.toned(Tone.WARN, "unknown");
    };
  }

  private static Html gate(String gate) {
    return switch (gate) {
      case "open" -> Words.toned(Tone.PLAIN, gate);
      case "absent" -> Words.toned(Tone.PLAIN, "none");
      case "closed", "overridden" -> Words.toned(Tone.WARN, gate);
      default -> Words.toned(Tone.WARN, "unknown");
    };
  }

  private static Html backup(HostStatus host, Times times) {
    if (!host.hasBackup()) {
      return Words.cell(BACKUP).add(Words.toned(Tone.BAD, "none"));
    }
    BackupStatus backup = host.getBackup();
    Instant at = Times.ofMillis(backup.getAtMs());
    Html cell = Words.cell(BACKUP).add(Words.time(at, times.dayAndMinute(at))).text(", ");
    if (!backup.getVerified()) {
      return cell.add(Words.toned(Tone.BAD, "not verified"));
    }
    int copies = backup.getCopies();
    return cell.text("verified, ")
        .add(
            copies == 0
                ? Words.toned(Tone.WARN, "no copy elsewhere")
                : Words.toned(Tone.PLAIN, Counted.of(copies, "copy")));
  }
}

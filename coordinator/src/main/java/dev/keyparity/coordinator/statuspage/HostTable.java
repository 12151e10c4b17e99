package dev.keyparity.coordinator.statuspage;

import dev.keyparity.proto.coordinator.v1.BackupStatus;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.wording.Counted;
import dev.keyparity.wording.Fingerprints;
import dev.keyparity.wording.Times;
import dev.keyparity.wording.Tone;
import dev.keyparity.wording.Verdicts;
import java.time.Instant;

/** The hosts of a service as rows: verdict with its evidence and age. Pure. */
final class HostTable {
  private HostTable() {}

  static Html of(ServiceStatus service, Times times) {
    Html body = Html.of("tbody");
    service.getHostsList().forEach(host -> body.add(row(host, times)));
    return Html.of("table")
        .with("class", "hosts")
        .add(
            Html.of("caption", "Hosts"),
            Words.columns("Host", "Keyring", "KMS", "Start gate", "Seen", "Newest backup"),
            body);
  }

  private static Html row(HostStatus host, Times times) {
    return Html.of("tr")
        .add(
            Words.host(host.getHost()),
            keyring(host, times),
            Html.of("td").add(kms(host.getKms())),
            Html.of("td").add(gate(host.getGate())),
            Html.of("td", Words.ago(host.getReportAgeMs())),
            backup(host, times));
  }

  private static Html keyring(HostStatus host, Times times) {
    String verdict = host.getVerdict();
    Html cell = Html.of("td").add(Words.toned(Verdicts.tone(verdict), Verdicts.cell(verdict)));
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
    return cell;
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
      return Html.of("td").add(Words.toned(Tone.BAD, "none"));
    }
    BackupStatus backup = host.getBackup();
    Instant at = Times.ofMillis(backup.getAtMs());
    Html cell = Html.of("td").add(Words.time(at, times.dayAndMinute(at))).text(", ");
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

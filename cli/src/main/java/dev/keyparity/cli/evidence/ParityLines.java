package dev.keyparity.cli.evidence;

import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.evidence.HostTimeline.Stretch;
import dev.keyparity.keyring.Verdict;
import dev.keyparity.wording.Fingerprints;
import dev.keyparity.wording.Times;
import dev.keyparity.wording.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Parity over time as people read it: sums first, then every time that was not good. */
final class ParityLines {
  /** Between one look and the next nobody looks; such pauses are summed up, and not told. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final int MOST = 40;

  private final List<HostTimeline> hosts;
  private final Page page;

  private record Told(String host, Stretch stretch) {}

  ParityLines(List<HostTimeline> hosts, Page page) {
    this.hosts = hosts;
    this.page = page;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(sums());
    List<Told> told = notGood();
    if (!told.isEmpty()) {
      lines.add("");
      lines.addAll(table(told.subList(0, Math.min(MOST, told.size()))));
    }
    if (told.size() > MOST) {
      lines.add("  and %d earlier ones: -o json lists all".formatted(told.size() - MOST));
    }
    return lines;
  }

  private List<String> sums() {
    Table table = Table.of("HOST", "IN PARITY", "NOT IN PARITY", "NOT KNOWN", "KNOWN SINCE");
    for (HostTimeline host : hosts) {
      Duration bad = host.notInParity();
      Duration gaps = host.notKnown();
      table.row(
          host.host(),
          share(host),
          bad.isZero() ? "-" : Ink.BAD.of(words(bad)),
          gaps.isZero() ? "-" : Ink.WARN.of(words(gaps)),
          host.knownSince().map(this::minute).orElse("never"));
    }
    return table.lines(page.width());
  }

  /** Rounded down: what is not whole must not look whole. */
  private static String share(HostTimeline host) {
    Duration all = host.inParity().plus(host.notInParity()).plus(host.notKnown());
    if (all.equals(host.inParity())) {
      return Ink.GOOD.of("100 %");
    }
    long basisPoints = host.inParity().toMillis() * 10_000 / all.toMillis();
    return String.format(Locale.ROOT, "%d.%02d %%", basisPoints / 100, basisPoints % 100);
  }

  /** Newest first. */
  private List<Told> notGood() {
    List<Told> told = new ArrayList<>();
    for (HostTimeline host : hosts) {
      for (Stretch stretch : host.stretches()) {
        boolean isPause =
            stretch.verdict() == Verdict.UNKNOWN && stretch.length().compareTo(PAUSE) < 0;
        if (!stretch.verdict().isInParity() && !isPause) {
          told.add(new Told(host.host(), stretch));
        }
      }
    }
    told.sort(Comparator.comparing((Told it) -> it.stretch().from()).reversed());
    return told;
  }

  private List<String> table(List<Told> told) {
    Table table = Table.of("FROM", "FOR", "HOST").withNotes("SEEN");
    for (Told one : told) {
      Stretch stretch = one.stretch();
      table.rowWithNote(
          phrase(stretch),
          page.times().second(stretch.from()),
          words(stretch.length()),
          one.host());
    }
    return table.lines(page.width());
  }

  private static String phrase(Stretch stretch) {
    String verdict = stretch.verdict().name();
    if (stretch.verdict() == Verdict.UNKNOWN) {
      return Ink.WARN.of("NOT KNOWN") + ": nothing on record";
    }
    String held = stretch.held().isEmpty() ? "" : ", " + Fingerprints.brief(stretch.held());
    return Ink.of(Verdicts.tone(verdict), Verdicts.cell(verdict))
        + ": "
        + Verdicts.phrase(verdict)
        + held;
  }

  private String minute(Instant at) {
    return page.times().minute(at);
  }

  /** Days where a time is long. */
  static String words(Duration time) {
    if (time.toDays() < 2) {
      return Times.elapsed(time);
    }
    return "%d%cd %d%ch"
        .formatted(time.toDays(), Times.HARD_SPACE, time.toHoursPart(), Times.HARD_SPACE);
  }
}

package dev.keyparity.cli.evidence;

import dev.keyparity.cli.evidence.AuditExcerpt.Kept;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.daemon.audit.AuditRecord;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.proto.coordinator.v1.AuditLine;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsRequest;
import dev.keyparity.proto.coordinator.v1.ReadAuditRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads audit logs through the leader: each as a whole, so that its chain is looked at from the
 * first record on, and keeps the end of it.
 *
 * @param service whose hosts' logs are read
 * @param since from when on records are kept
 * @param room bytes that the records of one log may take
 */
record AuditReading(Invocation invocation, String service, Instant since, int room) {

  /**
   * @param name what the log is called if the leader does not say
   * @param host whose agent wrote it; empty for the leader itself
   */
  AuditExcerpt read(String name, String host) {
    // First the heads, then the log: it may grow in between, and must have every one of them.
    List<Kept> kept = kept(host);
    List<AuditLine> lines = lines(host);
    String chain = lines.isEmpty() ? name : lines.get(0).getSource();
    List<AuditRecord> records = new ArrayList<>();
    try {
      for (AuditLine line : lines) {
        records.add(AuditRecord.parse(line.getLine().toByteArray()));
      }
    } catch (MalformedRecord e) {
      long before = AuditChain.headOf(records).sequence();
      return excerpt(
          chain, records, kept, "behind record %d: %s".formatted(before, e.getMessage()));
    }
    List<AuditHead> heads = kept.stream().map(Kept::head).toList();
    return excerpt(chain, records, kept, AuditChain.faultInWhole(records, heads).orElse(""));
  }

  private AuditExcerpt excerpt(
      String chain, List<AuditRecord> all, List<Kept> kept, String problem) {
    int first = 0;
    while (first < all.size() && all.get(first).at().isBefore(since)) {
      first++;
    }
    int fits = all.size();
    for (int left = room; fits > first; fits--) {
      left -= all.get(fits - 1).toString().length();
      if (left < 0) {
        break;
      }
    }
    return new AuditExcerpt(
        chain,
        AuditChain.headOf(all),
        all.subList(Math.max(first, fits), all.size()),
        kept,
        fits > first,
        problem);
  }

  private List<Kept> kept(String host) {
    ReadAnchorsRequest request =
        ReadAnchorsRequest.newBuilder().setService(service).setHost(host).build();
    return invocation.askThoroughly(admin -> admin.readAnchors(request)).getAnchorsList().stream()
        .map(
            anchor ->
                new Kept(
                    anchor.getKeptBy(), new AuditHead(anchor.getSequence(), anchor.getDigest())))
        .toList();
  }

  private List<AuditLine> lines(String host) {
    ReadAuditRequest request =
        ReadAuditRequest.newBuilder().setService(service).setHost(host).setFromSequence(1).build();
    return invocation.askThoroughly(
        admin -> {
          List<AuditLine> lines = new ArrayList<>();
          admin.readAudit(request).forEachRemaining(lines::add);
          return lines;
        });
  }
}

package dev.keyparity.cli.audit;

import dev.keyparity.cli.console.Document;
import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.proto.coordinator.v1.AuditAnchor;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsReply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is known from elsewhere of one audit chain.
 *
 * @param heads each with who keeps it
 * @param silent hosts that did not say what they keep, each with the reason
 */
record KeptHeads(List<Kept> heads, List<String> silent) {

  /** One head, and who keeps it. */
  record Kept(String by, AuditHead head) {
    private String words() {
      return "record %d, kept by %s".formatted(head.sequence(), by);
    }
  }

  KeptHeads {
    heads = List.copyOf(heads);
    silent = List.copyOf(silent);
  }

  /** What other hosts keep, and what the operator knows. */
  static KeptHeads of(ReadAnchorsReply reply, List<AuditHead> given) {
    Stream<Kept> kept =
        reply.getAnchorsList().stream().map(one -> new Kept(one.getKeptBy(), headOf(one)));
    return new KeptHeads(Stream.concat(kept, given(given)).toList(), reply.getSilentList());
  }

  static KeptHeads of(List<AuditHead> given) {
    return new KeptHeads(given(given).toList(), List.of());
  }

  private static Stream<Kept> given(List<AuditHead> heads) {
    return heads.stream().map(head -> new Kept("you", head));
  }

  private static AuditHead headOf(AuditAnchor anchor) {
    return new AuditHead(anchor.getSequence(), anchor.getDigest());
  }

  /** Sentences below a verdict that an intact chain agrees with all of them. */
  List<String> ifIntact() {
    List<String> lines = new ArrayList<>();
    if (heads.isEmpty()) {
      lines.add(
          "no head of it is kept elsewhere: a log cut cleanly, or rewritten as a whole, would look"
              + " the same");
    } else {
      lines.add("it has " + String.join("; ", heads.stream().map(Kept::words).toList()));
    }
    lines.addAll(notAsked());
    return lines;
  }

  /** Sentences below a verdict that the chain is broken. */
  List<String> ifBroken() {
    List<String> lines = new ArrayList<>();
    if (!heads.isEmpty()) {
      lines.add(
          "known from elsewhere: " + String.join("; ", heads.stream().map(Kept::words).toList()));
    }
    lines.addAll(notAsked());
    return lines;
  }

  private List<String> notAsked() {
    return silent.stream().map(host -> "not known what it keeps: " + host).toList();
  }

  Document document() {
    return Document.items(
        heads,
        kept ->
            Document.fields()
                .put("kept_by", kept.by())
                .put("sequence", new Document.Whole(kept.head().sequence()))
                .put("digest", kept.head().digest())
                .build());
  }
}

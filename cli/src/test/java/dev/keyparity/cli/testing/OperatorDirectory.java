package dev.keyparity.cli.testing;

import dev.keyparity.daemon.warrant.Approval;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.PinnedOperator;
import dev.keyparity.daemon.warrant.PinnedOperators;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.document.v1.SignedDocument;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A TLS directory with a signing key, and the check that an agent would make of its signatures. */
public final class OperatorDirectory {
  private final Path directory;
  private final OperatorKey key = OperatorKey.generate();

  public OperatorDirectory(Path directory) {
    this.directory = directory;
    key.writeNew(directory.resolve("operator.key"));
  }

  public Path path() {
    return directory;
  }

  /** Whether an agent that pins this key as alice's counts the document as approved. */
  public boolean approves(SignedDocument document, DocumentKind kind) {
    PinnedOperators pinned =
        new PinnedOperators(
            List.of(
                new PinnedOperator(
                    "alice", key.publicKey(), Set.of("*"), EnumSet.allOf(Verb.class))));
    return pinned.verify(
            WireDocuments.fromMessage(document), kind, "kms-prod", EnumSet.allOf(Verb.class), 1)
        instanceof Approval.Approved;
  }
}

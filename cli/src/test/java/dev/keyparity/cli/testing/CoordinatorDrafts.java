package dev.keyparity.cli.testing;

import com.google.protobuf.ByteString;
import dev.keyparity.proto.coordinator.v1.Plan;
import dev.keyparity.proto.document.v1.SignedDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The plans and drafts that the coordinator really makes, from the files that its own tests pin
 * byte for byte.
 */
public final class CoordinatorDrafts {
  public static final Path DIRECTORY =
      Path.of("..", "coordinator", "src", "test", "resources", "golden", "drafts");

  /** A little after they were made, by the clock of the coordinator's tests. */
  public static final Instant NOW = Instant.parse("2026-11-24T14:00:05Z");

  private CoordinatorDrafts() {}

  public static ByteString read(String folder, String what) {
    try {
      return ByteString.copyFrom(
          Files.readAllBytes(DIRECTORY.resolve(folder).resolve(what + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A plan as the coordinator hands it out, signed by nobody yet. */
  public static Plan.Builder plan(String folder) {
    ByteString payload = read(folder, "plan");
    String digest = Plans.sha(payload.toByteArray());
    Plan.Builder plan =
        Plan.newBuilder()
            .setId(digest.substring(0, 8))
            .setPayload(payload)
            .setDigest(digest)
            .setApprovalsNeeded(1);
    ByteString warrant = read(folder, "warrant");
    ByteString statement = read(folder, "statement");
    if (!warrant.isEmpty()) {
      plan.setWarrantDraft(warrant).setWarrant(SignedDocument.newBuilder().setPayload(warrant));
    }
    if (!statement.isEmpty()) {
      plan.setStatementDraft(statement)
          .setStatement(SignedDocument.newBuilder().setPayload(statement));
    }
    return plan;
  }
}

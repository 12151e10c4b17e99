package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.evidence.MatrixEvidence.Taken;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.MatrixResult.Pair;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decrypt matrices as stored, {@code keyparity.matrix/2}: at most one of each kind. */
final class MatrixRecord {
  static final RecordType<MatrixEvidence> TYPE =
      new RecordType<>(
          RecordKey.Kind.MATRIX, "keyparity.matrix/2", MatrixRecord::write, MatrixRecord::read);

  private static final String PROVEN = "proven";
  private static final String LOOK = "look";

  private MatrixRecord() {}

  private static void write(MatrixEvidence evidence, Json.ObjectBuilder out) {
    out.put(PROVEN, written(evidence.provenOrNull())).put(LOOK, written(evidence.lookOrNull()));
  }

  private static Json written(@Nullable Taken taken) {
    if (taken == null) {
      return new Json.Arr(List.of());
    }
    List<Json> pairs = new ArrayList<>();
    for (Pair pair : taken.matrix().pairs()) {
      pairs.add(
          Json.object()
              .put("encrypted_on", pair.encryptedOn())
              .put("decrypted_on", pair.decryptedOn())
              .put("version", pair.version().map(KeyVersion::toString).orElse(""))
              .put("ok", pair.ok())
              .put("error", pair.error())
              .put("memory_only", pair.memoryOnly())
              .build());
    }
    return new Json.Arr(
        List.of(
            Json.object()
                .put("generation", taken.generation())
                .put("at", taken.matrix().at().toString())
                .put("pairs", new Json.Arr(pairs))
                .build()));
  }

  private static MatrixEvidence read(RecordFields fields) throws MalformedRecord {
    return new MatrixEvidence(only(PROVEN, fields), only(LOOK, fields));
  }

  private static @Nullable Taken only(String name, RecordFields fields) throws MalformedRecord {
    List<RecordFields> all = fields.records(name);
    if (all.size() > 1) {
      throw new MalformedRecord("matrix: %d are %s (expected: one)".formatted(all.size(), name));
    }
    return all.isEmpty() ? null : taken(all.get(0));
  }

  private static Taken taken(RecordFields fields) throws MalformedRecord {
    List<Pair> pairs = new ArrayList<>();
    for (RecordFields one : fields.records("pairs")) {
      String version = one.string("version");
      pairs.add(
          new Pair(
              one.string("encrypted_on"),
              one.string("decrypted_on"),
              version.isEmpty() ? null : KeyVersion.parse(version),
              one.bool("ok"),
              one.string("error"),
              one.bool("memory_only")));
      one.end();
    }
    Taken taken =
        new Taken(fields.integer("generation"), new MatrixResult(fields.instant("at"), pairs));
    fields.end();
    return taken;
  }
}

package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.MatrixResult.Pair;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.util.ArrayList;
import java.util.List;

/** A decrypt matrix as stored, {@code keyparity.matrix/1}. */
final class MatrixRecord {
  static final RecordType<MatrixResult> TYPE =
      new RecordType<>(
          RecordKey.Kind.MATRIX, "keyparity.matrix/1", MatrixRecord::write, MatrixRecord::read);

  private MatrixRecord() {}

  private static void write(MatrixResult matrix, Json.ObjectBuilder out) {
    List<Json> pairs = new ArrayList<>();
    for (Pair pair : matrix.pairs()) {
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
    out.put("at", matrix.at().toString()).put("pairs", new Json.Arr(pairs));
  }

  private static MatrixResult read(RecordFields fields) throws MalformedRecord {
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
    return new MatrixResult(fields.instant("at"), pairs);
  }
}

package dev.keyparity.coordinator.admin;

import com.google.protobuf.ByteString;
import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.daemon.audit.AuditVerdict;
import dev.keyparity.daemon.audit.AuditVerifier;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.daemon.lifecycle.IoFaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * This coordinator's own audit log: what operators had it do, written down before it is done.
 * Thread-safe once started.
 */
final class OperatorAudit implements Component {
  private static final String FILE = "audit.jsonl";

  private final Path directory;
  private final Clock clock;
  private volatile @Nullable AuditLog log;

  OperatorAudit(Path stateDirectory, Clock clock) {
    this.directory = stateDirectory;
    this.clock = clock;
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    } catch (IOException e) {
      throw IoFaults.of(e, "create directory", directory, 0);
    }
    log = AuditLog.open(directory.resolve(FILE), clock);
  }

  /**
   * Writes down what the calling operator wants, durably.
   *
   * @throws KeyparityException AUDIT_UNAVAILABLE: then it must not be done
   */
  void wanted(String event, Map<String, String> particulars) {
    TreeMap<String, String> fields = new TreeMap<>(particulars);
    fields.put("operator", PeerAuthorization.caller().name());
    open().append(event, fields);
  }

  /**
   * Records as stored, oldest first.
   *
   * @throws KeyparityException AUDIT_BROKEN if the chain does not verify
   */
  List<ByteString> lines(long from, int limit) {
    List<ByteString> lines = new ArrayList<>();
    Path file = open().file();
    AuditVerdict verdict =
        AuditVerifier.scan(
            file,
            List.of(),
            record -> {
              if (record.sequence() >= from && lines.size() < limit) {
                lines.add(ByteString.copyFrom(record.toString(), StandardCharsets.UTF_8));
              }
            });
    if (verdict instanceof AuditVerdict.Broken broken) {
      throw new KeyparityException(
          ErrorCode.AUDIT_BROKEN,
          "audit log %s: line %d: %s".formatted(file, broken.line(), broken.problem()),
          "keep the file; keyparity audit verify --file " + file);
    }
    return lines;
  }

  /** Up to where it reaches; empty before the start. */
  Optional<AuditHead> head() {
    return Optional.ofNullable(log).map(AuditLog::head);
  }

  private AuditLog open() {
    AuditLog now = log;
    if (now == null) {
      throw new KeyparityException(
          ErrorCode.AUDIT_UNAVAILABLE, "audit log: not open (expected: started)");
    }
    return now;
  }

  @Override
  public void close() {
    AuditLog now = log;
    if (now != null) {
      now.close();
    }
  }
}

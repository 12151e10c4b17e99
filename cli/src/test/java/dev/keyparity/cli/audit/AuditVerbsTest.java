package dev.keyparity.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.proto.coordinator.v1.AuditAnchor;
import dev.keyparity.proto.coordinator.v1.AuditLine;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsReply;
import dev.keyparity.proto.coordinator.v1.ReadAuditRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerbsTest {
  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @TempDir Path temp;
  private final ReadAnchorsReply.Builder kept = ReadAnchorsReply.newBuilder();
  private Path log;

  @BeforeEach
  void writeLog() {
    log = temp.resolve("audit.jsonl");
    try (AuditLog audit = AuditLog.open(log, Clock.fixed(TestCli.NOW, TestCli.ZONE))) {
      audit.append("backup", Map.of("service", "kms-prod", "host", "kms2"));
      audit.append("install", Map.of("service", "kms-prod", "host", "kms2", "run", "8c1f"));
      audit.append("start", Map.of("service", "kms-prod", "host", "kms2"));
    }
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(log);
  }

  private void serve(List<String> lines) {
    List<AuditLine> stream = new ArrayList<>();
    for (String line : lines) {
      stream.add(AuditLine.newBuilder().setLine(ByteString.copyFromUtf8(line)).build());
    }
    admin.streaming("ReadAudit", stream);
    admin.answering("ReadAnchors", kept.build());
  }

  @Test
  void show_fetchesTheRecordsOfAHost() throws IOException {
    serve(lines());

    Result text = cli.run("audit", "show", "--host", "kms2", "--service", "kms-prod");

    Golden.assertMatches("audit-show.txt", text.out());
    assertThat(admin.requests(ReadAuditRequest.class))
        .containsExactly(
            ReadAuditRequest.newBuilder()
                .setService("kms-prod")
                .setHost("kms2")
                .setFromSequence(1)
                .build());
    Golden.assertMatches(
        "audit-show.json",
        cli.run("audit", "show", "--host", "kms2", "--service", "kms-prod", "-o", "json").out());
  }

  @Test
  void show_last_keepsTheNewest() throws IOException {
    serve(lines());

    assertThat(cli.run("audit", "show", "--last", "1").out())
        .contains("2 older records not shown", "start")
        .doesNotContain("install");
  }

  @Test
  void verify_intactLog_exitsZeroWithItsHead() throws IOException {
    serve(lines());

    Result fetched = cli.run("audit", "verify");
    Result local = cli.runBare("audit", "verify", "--file", log.toString());

    assertThat(fetched.exit()).isZero();
    assertThat(fetched.out()).startsWith("INTACT   coordinator: 3 records\n  head 3:");
    assertThat(local.exit()).isZero();
  }

  @Test
  void verify_recordEditedRemovedOrRepeated_exitsSevenAndSaysWhere() throws IOException {
    List<String> edited = new ArrayList<>(lines());
    edited.set(1, edited.get(1).replace("8c1f", "9999"));
    List<String> removed = new ArrayList<>(lines());
    removed.remove(1);
    List<String> repeated = new ArrayList<>(lines());
    repeated.add(1, repeated.get(0));
    for (List<String> lines : List.of(edited, removed, repeated)) {
      serve(lines);

      Result result = cli.run("audit", "verify");

      assertThat(result.exit()).isEqualTo(7);
      assertThat(result.out()).startsWith("BROKEN   coordinator, line 2");
    }
  }

  @Test
  void verify_logCutCleanly_isFoundByAnAnchor() throws IOException {
    serve(lines());
    String head = cli.run("audit", "verify").out().lines().toList().get(1).strip().substring(5);
    serve(lines().subList(0, 2));

    assertThat(cli.run("audit", "verify").exit()).as("a chain cannot tell by itself").isZero();
    assertThat(cli.run("audit", "verify", "--anchor", head).exit()).isEqualTo(7);
  }

  private void keep(String by, String record) {
    Matcher parts =
        Pattern.compile(".*\"digest\":\"([0-9a-f]{64})\".*\"seq\":(\\d+).*").matcher(record);
    assertThat(parts.matches()).isTrue();
    kept.addAnchors(
        AuditAnchor.newBuilder()
            .setKeptBy(by)
            .setSequence(Long.parseLong(parts.group(2)))
            .setDigest(parts.group(1)));
  }

  @Test
  void verify_agreesWithWhatOtherHostsKeep_orSaysWhichRecordIsMissing() throws IOException {
    keep("kms1", lines().get(2));
    kept.addSilent("kms3: agent kms3: connection refused");
    serve(lines());
    Result intact = cli.run("audit", "verify", "--host", "kms2", "--service", "kms-prod");
    serve(lines().subList(0, 2));
    Result cut = cli.run("audit", "verify", "--host", "kms2", "--service", "kms-prod");
    Result json =
        cli.run("audit", "verify", "--host", "kms2", "--service", "kms-prod", "-o", "json");

    assertThat(intact.exit()).isZero();
    Golden.assertMatches("audit-verify-intact.txt", intact.out());
    assertThat(cut.exit()).isEqualTo(7);
    Golden.assertMatches("audit-verify-cut.txt", cut.out());
    Golden.assertMatches("audit-verify-cut.json", json.out());
  }

  @Test
  void verify_rewrittenAsAWhole_isFoundByWhatAnotherHostKeeps() throws IOException {
    keep("kms1", lines().get(1));
    Path other = temp.resolve("rewritten.jsonl");
    try (AuditLog audit = AuditLog.open(other, Clock.fixed(TestCli.NOW, TestCli.ZONE))) {
      audit.append("backup", Map.of("service", "kms-prod", "host", "kms2"));
      audit.append("install", Map.of("service", "kms-prod", "host", "kms2", "run", "ffff"));
      audit.append("start", Map.of("service", "kms-prod", "host", "kms2"));
    }
    serve(Files.readAllLines(other));

    Result result = cli.run("audit", "verify", "--host", "kms2", "--service", "kms-prod");

    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.out()).startsWith("BROKEN   agent kms2, line 2: record 2 is another one");
  }

  @Test
  void verify_tornTail_exitsSeven() throws IOException {
    Files.writeString(log, Files.readString(log) + "{\"at\":", StandardCharsets.UTF_8);

    Result result = cli.runBare("audit", "verify", "--file", log.toString());

    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.out()).startsWith("TORN");
  }

  @Test
  void verify_missingFileOrBadAnchor_saysSo() {
    assertThat(cli.runBare("audit", "verify", "--file", temp + "/none").exit()).isEqualTo(3);
    assertThat(cli.runBare("audit", "verify", "--file", log.toString(), "--anchor", "x").exit())
        .isEqualTo(2);
  }
}

package dev.keyparity.agent.guard.permit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.agent.guard.state.InMemoryStateFiles;
import dev.keyparity.daemon.canonical.MalformedRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GoldenPermitTest {
  private static final Ask ASK = new Ask("kms-prod", 3, "kms2", 12, Standing.JOINING);
  private static final Permit PERMIT =
      new Permit("kms-prod", 3, "kms2", 12, "kms1", Standing.MEMBER, true, "ab".repeat(32));
  private static final ServesAgain WORD =
      new ServesAgain("kms-prod", "kms2", 3, 12, Instant.ofEpochMilli(1_795_500_000_000L));

  private static String golden(String name) throws IOException {
    try (InputStream in = GoldenPermitTest.class.getResourceAsStream("/golden/guard/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void documents_areAsInTheirGoldenFiles() throws Exception {
    assertThat(text(PermitDocuments.encode(ASK))).isEqualTo(golden("ask.json"));
    assertThat(text(PermitDocuments.encode(PERMIT))).isEqualTo(golden("permit.json"));
    assertThat(text(PermitDocuments.encode(WORD))).isEqualTo(golden("serves-again.json"));
    assertThat(PermitDocuments.parseAsk(PermitDocuments.encode(ASK))).isEqualTo(ASK);
    assertThat(PermitDocuments.parsePermit(PermitDocuments.encode(PERMIT))).isEqualTo(PERMIT);
    assertThat(PermitDocuments.parseServesAgain(PermitDocuments.encode(WORD))).isEqualTo(WORD);
  }

  @Test
  void permit_withAnUnknownFieldOrVersionOrABegunStop_isRefused() throws Exception {
    String good = golden("permit.json");
    for (String bad :
        new String[] {
          good.replace("permit/1", "permit/2"),
          good.replace("\"service\"", "\"serves_well\":true,\"service\""),
          good.replace("\"begun_stop\":false", "\"begun_stop\":true"),
          good.replace("\"member\"", "\"chief\"")
        }) {
      assertThat(bad).isNotEqualTo(good);
      assertThatThrownBy(() -> PermitDocuments.parsePermit(bad.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(MalformedRecord.class);
    }
  }

  @Test
  void record_isAsInItsGoldenFile() throws Exception {
    InMemoryStateFiles files = new InMemoryStateFiles();
    BegunStop begun =
        new BegunStop(12, 3, Instant.ofEpochMilli(1_795_500_000_000L), "boot", 7, "b/1/2", true);
    PermitRecord record = new PermitRecord(12, 3, begun, WORD);
    record.write(files, "kms-prod");

    assertThat(text(files.read("permits/kms-prod.json").orElseThrow()))
        .isEqualTo(golden("permits.json"));
    assertThat(PermitRecord.read(files, "kms-prod", "kms2")).contains(record);
  }
}

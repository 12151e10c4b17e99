package dev.keyparity.testbed.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyparity.testbed.lab.estate.EstateFailure;
import dev.keyparity.testbed.lab.estate.GpgHome;
import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The backups, and one of them opened with nothing but gpg, tar and the recovery key. */
final class BackupScene {
  private final Operator operator;
  private final Narrator narrator;
  private final Report report;

  BackupScene(Operator operator, Narrator narrator, Report report) {
    this.operator = operator;
    this.narrator = narrator;
    this.report = report;
  }

  /**
   * @param hosts the first one's key never changed: its newest backup must hold what it has now
   */
  void play(Path recoverySecret, List<KmsHost> hosts) {
    KmsHost bystander = hosts.get(0);
    narrator.scene("the backups, one opened with only gpg, tar and the recovery key");
    for (KmsHost host : hosts) {
      operator.mustType("backup", "verify", EnableScene.SERVICE, host.name());
    }
    JsonNode listed = operator.ask("backup", "list", EnableScene.SERVICE);
    List<Map<String, Object>> backups = new ArrayList<>();
    Path newest = Path.of("");
    boolean all = true;
    for (JsonNode backup : listed.path("backups")) {
      Map<String, Object> seen = new LinkedHashMap<>();
      seen.put("host", backup.path("host").asText());
      seen.put("file", backup.path("file").asText());
      seen.put("sha256", backup.path("sha256").asText());
      seen.put("verified", backup.path("verified").asBoolean());
      all &= backup.path("verified").asBoolean();
      backups.add(seen);
      if (newest.toString().isEmpty() && backup.path("host").asText().equals(bystander.name())) {
        newest = Path.of(backup.path("file").asText());
      }
    }
    report.put("backups", backups);
    report.put("recovery_key", recoverySecret.toString());
    EstateFailure.check(!backups.isEmpty() && all, "backups: not all verified");
    EstateFailure.check(
        holdsSameRing(newest, recoverySecret, bystander),
        "backup %s: does not hold %s's ring".formatted(newest, bystander.name()));
    narrator.say(
        "%s opens, and holds the very ring of %s"
            .formatted(newest.getFileName(), bystander.name()));
  }

  private static boolean holdsSameRing(Path backup, Path recoverySecret, KmsHost host) {
    try (GpgHome gpg = GpgHome.withSecretKey(recoverySecret)) {
      byte[] live = Files.readAllBytes(host.paths().keyDirectory().resolve(GpgRing.SECRET_RING));
      return gpg.filesIn(backup, GpgRing.SECRET_RING).stream()
          .anyMatch(ring -> Arrays.equals(live, ring));
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "opening " + backup, e);
    }
  }
}

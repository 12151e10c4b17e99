package dev.keyparity.cli.status;

import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.proto.coordinator.v1.BackupStatus;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.MatrixStatus;
import dev.keyparity.proto.coordinator.v1.Paused;
import dev.keyparity.proto.coordinator.v1.RunStatus;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import dev.keyparity.proto.coordinator.v1.SurveyStatus;
import java.time.Instant;
import java.util.List;

/** The cases that the screens were designed for. */
final class Statuses {
  static final String APPROVED = "4F2A00112233445566778899AABBCCDDEEFF9C1D";
  static final String OTHER = "77B000112233445566778899AABBCCDDEEFF1122";

  private Statuses() {}

  static StatusReply of(ServiceStatus... services) {
    return StatusReply.newBuilder()
        .setAsOfMs(TestCli.NOW.toEpochMilli())
        .setLeader("coord1")
        .setEpoch(7)
        .addAllServices(List.of(services))
        .build();
  }

  static ServiceStatus inParity() {
    return ServiceStatus.newBuilder()
        .setService("kms-prod")
        .setInParity(true)
        .addApproved(APPROVED)
        .addHosts(good("kms1.example.com", 1200))
        .addHosts(good("kms2.example.com", 1300))
        .addHosts(good("kms3.example.com", 2100))
        .setMatrix(
            MatrixStatus.newBuilder().setPairs(6).setOk(6).setAtMs(at("2026-11-24T13:02:00Z")))
        .setSurvey(
            SurveyStatus.newBuilder()
                .setVersions(41)
                .setOpenedByAll(41)
                .setAtMs(at("2026-11-24T12:30:00Z")))
        .build();
  }

  static ServiceStatus drifted() {
    return drifted("kms-prod");
  }

  static ServiceStatus drifted(String service) {
    ServiceStatus.Builder drifted = inParity().toBuilder().setService(service).setInParity(false);
    drifted
        .getHostsBuilder(1)
        .setVerdict("DIVERGED")
        .setReason("77B0…1122 instead of 4F2A…9C1D; still serving the approved key from memory")
        .setGate("closed")
        .setFingerprint(OTHER)
        .setSinceMs(at("2026-11-24T13:05:11Z"));
    drifted
        .getHostsBuilder(2)
        .setVerdict("UNKNOWN")
        .setReason("no report for 41 s: connection refused")
        .setKms("unknown")
        .setReportAgeMs(41_300)
        .setSinceMs(at("2026-11-24T13:07:30Z"));
    return drifted
        .addWhatToDo(
            "keyparity repair %s kms2     puts the approved key back (a backup of what is there is"
                    .formatted(service)
                + " taken first)")
        .addWhatToDo("do not restart kms2 before that")
        .addWhatToDo("runbook: docs/operations/runbooks/key-drift.md")
        .build();
  }

  static ServiceStatus notApproved() {
    ServiceStatus.Builder service =
        ServiceStatus.newBuilder().setService("kms-prod").setInParity(false);
    for (String host : List.of("kms1.example.com", "kms2.example.com")) {
      service.addHosts(
          HostStatus.newBuilder()
              .setHost(host)
              .setReason("no key approved yet")
              .setReportAgeMs(host.startsWith("kms1") ? 900 : -1)
              .setKms(host.startsWith("kms1") ? "up" : "unknown")
              .setGate("absent"));
    }
    return service
        .addWhatToDo("keyparity plan kms-prod --reference HOST     what would be done")
        .build();
  }

  static ServiceStatus blockedAndPaused() {
    return drifted().toBuilder()
        .setRun(
            RunStatus.newBuilder()
                .setId("8c1f22d09a3e-51d0")
                .setKind("enable")
                .setStep("divergence")
                .setState("blocked"))
        .setPaused(
            Paused.newBuilder()
                .setReason("storage work")
                .setBy("bob")
                .setSinceMs(at("2026-11-24T09:00:00Z")))
        .build();
  }

  private static HostStatus good(String host, long ageMs) {
    return HostStatus.newBuilder()
        .setHost(host)
        .setVerdict("IN_PARITY")
        .setReportAgeMs(ageMs)
        .setKms("up")
        .setGate("open")
        .setFingerprint(APPROVED)
        .setBackup(
            BackupStatus.newBuilder()
                .setAtMs(at("2026-11-24T01:00:00Z"))
                .setVerified(true)
                .setCopies(3))
        .build();
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}

package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keyparity.coordinator.duty.RunDesks;
import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.inventory.ServiceSpec.KmsZooKeeper;
import dev.keyparity.coordinator.kms.FakeKms;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.ReadSettingsReply;
import dev.keyparity.proto.agent.v1.ReadSettingsRequest;
import dev.keyparity.proto.agent.v1.RecoveryKey;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.Setting;
import dev.keyparity.proto.agent.v1.SettingName;
import dev.keyparity.proto.coordinator.v1.ExamineReply;
import dev.keyparity.proto.coordinator.v1.ExamineRequest;
import dev.keyparity.proto.coordinator.v1.Finding;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An examination asks agents and KMS hosts, and each fault of one costs no other's answer. */
class ExaminationCallsTest {
  private static final String RECOVERY_KEY = "AAAA00112233445566778899AABBCCDDEEFFAAAA";

  @TempDir Path directory;
  private AdminBench bench;
  private ExaminationCalls calls;
  private final FakeKms kms = new FakeKms();
  private final Map<String, Map<String, String>> settings = new HashMap<>();
  private final Map<String, Duration> clocks = new HashMap<>();

  @BeforeEach
  void open() {
    bench = new AdminBench(directory);
    calls =
        new ExaminationCalls(
            bench.chair,
            RunDesks.installations(bench.leadership, bench.records, bench.clock, bench.agents, kms),
            bench.audit,
            "keyparity");
    bench.evidence.prove(
        bench.token,
        AdminBench.SERVICE,
        none ->
            new RecoveryProofs(
                List.of(new RecoveryProofs.Proof(RECOVERY_KEY, bench.clock.instant(), "alice")),
                List.of()));
    for (String host : bench.spec().hostNames()) {
      kms.host(host, "ring");
      bench.agents.on(
          "Report",
          host,
          (call, request) -> ReportReply.newBuilder().setReport(report(host)).build());
      bench.agents.on(
          "ReadSettings", host, (call, request) -> read(call, (ReadSettingsRequest) request));
    }
    kms.key(bench.spec().probeKey(), "ring", 1);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static Map<String, String> shared() {
    Map<String, String> values = new TreeMap<>();
    KmsSettings.zooKeeper(new KmsZooKeeper("zk1:2181", "/kms"), Map.of())
        .forEach((name, value) -> values.put(name.toString(), value));
    KmsSettings.ENSEMBLE_AUTHENTICATION.forEach(name -> values.put(name.toString(), "sasl"));
    KmsSettings.REVIEWED.forEach(name -> values.put(name.toString(), "same"));
    KmsSettings.ACCESS.forEach(name -> values.put(name.toString(), "kms"));
    return values;
  }

  private Map<String, String> settingsOf(String host) {
    return settings.computeIfAbsent(host, name -> shared());
  }

  private HostReport report(String host) {
    return HostReport.newBuilder()
        .setHost(host)
        .setObservedAtMs(
            bench.clock.instant().plus(clocks.getOrDefault(host, Duration.ZERO)).toEpochMilli())
        .setKeyDirectory(
            KeyDirectory.newBuilder()
                .setProfile(bench.spec().profile())
                .setSoundness(KeyDirectory.Soundness.SOUND))
        .setKms(KmsProcess.newBuilder().setState(KmsProcess.State.UP))
        .addRecoveryKeys(RecoveryKey.newBuilder().setFingerprint(RECOVERY_KEY))
        .setNewestBackup(
            Backup.newBuilder().setVerified(true).addCopyReceipts(PeerSigned.getDefaultInstance()))
        .build();
  }

  /** A secret comes back sealed under the call's nonce, as agents do it. */
  private ReadSettingsReply read(AgentCall call, ReadSettingsRequest request) {
    ReadSettingsReply.Builder reply = ReadSettingsReply.newBuilder();
    for (SettingName name : request.getNamesList()) {
      String key = new Name(name.getFile(), name.getProperty()).toString();
      String value = settingsOf(call.host()).get(key);
      boolean secret = key.endsWith(".auth");
      reply.addSettings(
          Setting.newBuilder()
              .setName(name)
              .setPresent(value != null)
              .setSecret(secret)
              .setValue(value == null || secret ? "" : value)
              .setSealedValue(secret ? value + call.nonce().toStringUtf8().hashCode() : "")
              .setFileSha256("d1"));
    }
    return reply.build();
  }

  private List<Finding> findings() throws Exception {
    ExamineReply reply =
        AdminBench.asAlice(
            () ->
                calls.examine(ExamineRequest.newBuilder().setService(AdminBench.SERVICE).build()));
    assertThat(reply.getHostsList()).containsExactly("kms1", "kms2", "kms3");
    return reply.getFindingsList();
  }

  private Finding only() throws Exception {
    assertThat(findings()).hasSize(1);
    return findings().get(0);
  }

  @Test
  void nothingWrong_nothingIsFound_andTheLookIsAudited() throws Exception {
    assertThat(findings()).isEmpty();

    assertThat(bench.audited()).singleElement().asString().contains("\"event\":\"examine\"");
  }

  @Test
  void silentAgent_isFoundWithItsReason_andTheOthersAreLookedAt() throws Exception {
    bench.agents.unreachable("Report", "kms2");
    settingsOf("kms3").put(KmsSettings.COOKIE_SIGNER.toString(), "random");

    assertThat(findings())
        .extracting(Finding::getCode, Finding::getHost)
        .containsExactly(tuple("agent-unreachable", "kms2"), tuple("cookie-signer", "kms3"));
    assertThat(findings().get(0).getMessage()).isEqualTo("agent kms2: connection refused");
    assertThat(findings().get(0).getWhatToDoList())
        .first()
        .isEqualTo("systemctl status keyparity-agent on kms2");
  }

  @Test
  void clockOfAHost_isMeasuredAgainstTheMomentItWasAsked() throws Exception {
    clocks.put("kms2", Duration.ofSeconds(-90));

    assertThat(findings())
        .filteredOn(finding -> !finding.getWarning())
        .singleElement()
        .extracting(Finding::getMessage)
        .isEqualTo("clock: 90 s apart from the coordinator's (expected: at most 60 s)");
  }

  @Test
  void settingsThatOneAgentRefuses_doNotHideThoseOfOthers() throws Exception {
    bench.agents.on(
        "ReadSettings",
        "kms2",
        (call, request) -> {
          throw new KeyparityException(ErrorCode.CONFIG_INVALID, "settings file: none", "");
        });
    settingsOf("kms1").remove(KmsSettings.TOKEN_MANAGER.toString());

    assertThat(findings())
        .extracting(Finding::getCode)
        .containsExactlyInAnyOrder("settings-unread", "token-manager");
  }

  @Test
  void authorizationCodes_areComparedUnderOneNonce() throws Exception {
    settingsOf("kms2").put("kts-site.xml: cloudera.trustee.keyprovider.auth", "other");

    assertThat(only().getCode()).isEqualTo("settings-differ");
    assertThat(only().getMessage()).doesNotContain("other");
  }

  @Test
  void kms_thatRefusesTheUser_saysWhichRights() throws Exception {
    kms.fault("kms2", FakeKms.Fault.FORBIDS_DECRYPT);
    assertThat(only().getMessage()).isEqualTo("user keyparity may not DECRYPT_EEK");

    kms.fault("kms2", FakeKms.Fault.FORBIDS_ALL);
    assertThat(only().getMessage()).isEqualTo("user keyparity may not GET_KEYS, GET_METADATA");
  }

  @Test
  void kms_thatIsDown_isUnreachable() throws Exception {
    kms.fault("kms2", FakeKms.Fault.DOWN);

    assertThat(only().getCode()).isEqualTo("kms-unreachable");
  }

  @Test
  void notLeading_asksNobody() {
    bench.leadership.lose();

    assertThat(AdminBench.refusal(this::findings).code()).isEqualTo(ErrorCode.NO_LEADER);
    assertThat(bench.agents.asked("Report")).isEmpty();
  }
}

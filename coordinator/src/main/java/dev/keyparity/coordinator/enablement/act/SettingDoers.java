package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.control.KmsControl.Configured;
import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.KmsSettings.Seen;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.proto.agent.v1.SettingChange;
import dev.keyparity.proto.agent.v1.SettingName;
import dev.keyparity.proto.agent.v1.WriteSettingReply;
import dev.keyparity.proto.agent.v1.WriteSettingRequest;
import dev.keyparity.wording.Counted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Compares and writes settings. */
final class SettingDoers {
  private final AgentCalls agents;
  private final KmsControl control;
  private final SettingsReader reader;

  SettingDoers(AgentCalls agents, KmsControl control, RandomGenerator random) {
    this.agents = agents;
    this.control = control;
    this.reader = new SettingsReader(agents, random);
  }

  ActResult compare(Scene scene) throws InterruptedException {
    Map<String, AgentCall> calls = new LinkedHashMap<>();
    for (String host : scene.world().staying()) {
      calls.put(host, scene.read(host, Deadlines.READ));
    }
    Map<String, Map<Name, Seen>> seen = reader.read(calls, KmsSettings.REVIEWED);
    List<String> differences =
        KmsSettings.differing(seen.values(), KmsSettings.REVIEWED).stream()
            .map(Name::toString)
            .toList();
    return ActResult.done(
        "%s compared on %s, %s"
            .formatted(
                Counted.of(KmsSettings.REVIEWED.size(), "setting"),
                Counted.of(calls.size(), "host"),
                differences.isEmpty() ? "none differs" : differences.size() + " of them not alike"),
        Map.of(
            "differences", String.join(", ", differences),
            "other_conf", String.join(", ", otherConf(scene))));
  }

  /** Hosts whose keytrustee.conf is not, byte for byte, the reference host's. */
  private static List<String> otherConf(Scene scene) {
    String reference = conf(scene, scene.world().plan().reference());
    return scene.world().staying().stream()
        .filter(host -> !Objects.equals(conf(scene, host), reference))
        .toList();
  }

  private static String conf(Scene scene, String host) {
    return scene
        .world()
        .fresh(host)
        .map(HostFacts::report)
        .map(report -> report.getKeyDirectory().getFilesList())
        .stream()
        .flatMap(List::stream)
        .filter(file -> file.getName().equals("keytrustee.conf"))
        .map(file -> file.getSha256())
        .findFirst()
        .orElse("");
  }

  /** Reads first: the write expects the whole file as it is, and what is set already is not set. */
  ActResult write(Scene scene) throws InterruptedException {
    String file = scene.argument("file");
    TreeMap<Name, String> wanted = new TreeMap<>();
    scene
        .order()
        .act()
        .arguments()
        .forEach(
            (argument, value) -> {
              if (argument.startsWith(Acts.PROPERTY)) {
                wanted.put(new Name(file, argument.substring(Acts.PROPERTY.length())), value);
              }
            });
    Map<Name, Seen> now =
        reader
            .read(Map.of(scene.host(), scene.read(scene.host(), Deadlines.READ)), wanted.keySet())
            .getOrDefault(scene.host(), Map.of());
    boolean set =
        wanted.entrySet().stream().allMatch(it -> isSet(now.get(it.getKey()), it.getValue()));
    if (set) {
      return ActResult.done("%s: %d properties are set".formatted(file, wanted.size()));
    }
    String digest =
        now.values().stream().map(Seen::fileSha256).findFirst().orElse(HostFacts.ABSENT);
    AgentCall call = scene.call(Deadlines.WRITE).withExpectedDigest(digest);
    List<SettingChange> changes =
        wanted.entrySet().stream().map(it -> change(it.getKey(), it.getValue())).toList();
    return scene.spec().host(scene.host()).isPresent()
        ? configured(scene.host(), Outcomes.await(scene.host(), control.configure(call, changes)))
        : written(
            scene.host(),
            Outcomes.await(
                scene.host(),
                agents.writeSetting(
                    call, WriteSettingRequest.newBuilder().addAllChanges(changes).build())));
  }

  private static boolean isSet(@Nullable Seen seen, String value) {
    return seen != null && seen.present() && seen.value().equals(value);
  }

  private static SettingChange change(Name name, String value) {
    return SettingChange.newBuilder()
        .setName(SettingName.newBuilder().setFile(name.file()).setProperty(name.property()))
        .setValue(value)
        .build();
  }

  private static ActResult configured(String host, Configured configured) {
    return Outcomes.of(
        host,
        configured.receipt(),
        Map.of("file_sha256", configured.fileSha256(), "kept_as", configured.backupFile()));
  }

  private static ActResult written(String host, WriteSettingReply reply) {
    return Outcomes.of(
        host,
        reply.getReply().getReceipt(),
        Map.of("file_sha256", reply.getFileSha256(), "kept_as", reply.getBackupFile()));
  }
}

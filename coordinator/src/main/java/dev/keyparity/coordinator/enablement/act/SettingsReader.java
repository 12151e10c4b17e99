package dev.keyparity.coordinator.enablement.act;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.KmsSettings.Seen;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.proto.agent.v1.ReadSettingsReply;
import dev.keyparity.proto.agent.v1.ReadSettingsRequest;
import dev.keyparity.proto.agent.v1.Setting;
import dev.keyparity.proto.agent.v1.SettingName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Reads settings of several hosts side by side. A secret comes back sealed under a nonce; all hosts
 * of one reading get the same nonce, so that equal secrets are seen to be equal and nothing else.
 * Thread-safe.
 */
public final class SettingsReader {
  private static final int NONCE_BYTES = 16;

  private final AgentCalls agents;
  private final RandomGenerator random;

  /**
   * @param random must be hard to guess: who knows a nonce beforehand can try secrets
   */
  public SettingsReader(AgentCalls agents, RandomGenerator random) {
    this.agents = agents;
    this.random = random;
  }

  /**
   * @param calls a read of each host
   * @return by host; a host that answers nothing fails the whole reading
   */
  public Map<String, Map<Name, Seen>> read(Map<String, AgentCall> calls, Collection<Name> names)
      throws InterruptedException {
    ReadSettingsRequest.Builder request = ReadSettingsRequest.newBuilder();
    for (Name name : names) {
      request.addNames(SettingName.newBuilder().setFile(name.file()).setProperty(name.property()));
    }
    ByteString nonce = nonce();
    Map<String, CompletableFuture<ReadSettingsReply>> asked = new LinkedHashMap<>();
    calls.forEach(
        (host, call) ->
            asked.put(host, agents.readSettings(call.withNonce(nonce), request.build())));
    Map<String, Map<Name, Seen>> seen = new LinkedHashMap<>();
    for (Map.Entry<String, CompletableFuture<ReadSettingsReply>> one : asked.entrySet()) {
      TreeMap<Name, Seen> ofHost = new TreeMap<>();
      for (Setting setting : Outcomes.await(one.getKey(), one.getValue()).getSettingsList()) {
        Name name = new Name(setting.getName().getFile(), setting.getName().getProperty());
        ofHost.put(
            name,
            new Seen(
                name,
                setting.getPresent(),
                setting.getValue(),
                setting.getSecret(),
                setting.getSealedValue(),
                setting.getFileSha256()));
      }
      seen.put(one.getKey(), ofHost);
    }
    return seen;
  }

  private ByteString nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return ByteString.copyFrom(nonce);
  }
}

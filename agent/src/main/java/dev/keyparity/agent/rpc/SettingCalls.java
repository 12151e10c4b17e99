package dev.keyparity.agent.rpc;

import dev.keyparity.agent.effect.HostSettings;
import dev.keyparity.agent.effect.WriteSettings;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.ReadSettingsReply;
import dev.keyparity.proto.agent.v1.ReadSettingsRequest;
import dev.keyparity.proto.agent.v1.Setting;
import dev.keyparity.proto.agent.v1.SettingChange;
import dev.keyparity.proto.agent.v1.SettingName;
import dev.keyparity.proto.agent.v1.WriteSettingReply;
import dev.keyparity.proto.agent.v1.WriteSettingRequest;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Properties of Hadoop configuration files: read, compared without being shown, written. */
final class SettingCalls {
  private final Requests requests;
  private final Replies replies;

  SettingCalls(Requests requests, Replies replies) {
    this.requests = requests;
    this.replies = replies;
  }

  private static HostSettings settings(RpcService service) {
    HostSettings settings = service.settings();
    if (settings == null) {
      throw new KeyparityException(
          ErrorCode.UNIMPLEMENTED, "settings of %s".formatted(service.name()));
    }
    return settings;
  }

  ReadSettingsReply read(ReadSettingsRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.read(envelope);
    List<Map.Entry<String, String>> names = new ArrayList<>();
    for (SettingName name : request.getNamesList()) {
      names.add(new SimpleImmutableEntry<>(name.getFile(), name.getProperty()));
    }
    ReadSettingsReply.Builder reply =
        ReadSettingsReply.newBuilder().setReply(replies.to(envelope, service));
    settings(service)
        .read(names, envelope.getNonce().toByteArray())
        .forEach(property -> reply.addSettings(setting(property)));
    return reply.build();
  }

  private static Setting setting(HostSettings.Property property) {
    Setting.Builder message =
        Setting.newBuilder()
            .setName(SettingName.newBuilder().setFile(property.file()).setProperty(property.name()))
            .setPresent(property.isPresent())
            .setSecret(property.isSecret())
            .setSealedValue(property.sealed())
            .setFileSha256(property.fileSha256());
    String value = property.value();
    if (value != null && !property.isSecret()) {
      message.setValue(value);
    }
    return message.build();
  }

  WriteSettingReply write(WriteSettingRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    String file = null;
    Map<String, String> values = new TreeMap<>();
    for (SettingChange change : request.getChangesList()) {
      if (file != null && !file.equals(change.getName().getFile())) {
        throw new KeyparityException(
            ErrorCode.USAGE, "setting changes: in several files (expected: all in one)");
      }
      file = change.getName().getFile();
      values.put(change.getName().getProperty(), change.getValue());
    }
    if (file == null) {
      throw new KeyparityException(
          ErrorCode.USAGE, "setting changes: none (expected: at least one)");
    }
    WriteSettings effect =
        new WriteSettings(
            settings(service),
            service.hosted().host(),
            envelope.getStep(),
            new WriteSettings.Change(file, envelope.getExpectedDigest(), values));
    EffectRecord record = service.hosted().guard().perform(Requests.call(envelope), effect);
    return WriteSettingReply.newBuilder()
        .setReply(replies.to(envelope, service, record))
        .setFileSha256(record.facts().getOrDefault(WriteSettings.AFTER, ""))
        .setBackupFile(record.facts().getOrDefault(WriteSettings.KEPT, ""))
        .build();
  }
}

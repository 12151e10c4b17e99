package dev.keyparity.agent.rpc;

import com.google.protobuf.ByteString;
import dev.keyparity.agent.control.KmsObservation;
import dev.keyparity.agent.effect.HostedService;
import dev.keyparity.agent.effect.KmsView;
import dev.keyparity.agent.gate.GateStanding;
import dev.keyparity.agent.guard.Statements;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.FileFacts;
import dev.keyparity.keyring.KeyFacts;
import dev.keyparity.keyring.Soundness;
import dev.keyparity.proto.agent.v1.Build;
import dev.keyparity.proto.agent.v1.Check;
import dev.keyparity.proto.agent.v1.File;
import dev.keyparity.proto.agent.v1.Gate;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Key;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.PrefixDigest;
import dev.keyparity.proto.agent.v1.RecoveryKey;
import dev.keyparity.proto.agent.v1.Statement;
import dev.keyparity.proto.agent.v1.Warning;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Everything a host knows about itself, observed now, as a message. Thread-safe. */
final class HostReports {
  private static final int MOST_PREFIXES = 16;
  private static final List<String> FORMATS =
      List.of(
          "keyparity.ask/1",
          "keyparity.audit/1",
          "keyparity.backup/1",
          "keyparity.bundle/1",
          "keyparity.bundle-signature/1",
          "keyparity.container/1",
          "keyparity.copy-receipt/1",
          "keyparity.gate-override/1",
          "keyparity.permit/1",
          "keyparity.receipt/1",
          "keyparity.revocation/1",
          "keyparity.sealing-offer/1",
          "keyparity.serves-again/1",
          "keyparity.statement/1",
          "keyparity.warrant/1");

  private final AtomicLong sequence = new AtomicLong();

  HostReport of(RpcService service, List<Long> prefixLengths) {
    HostedService hosted = service.hosted();
    KeyFeed.Sighting sighting = service.feed().look();
    KmsView view = service.looks().look(sighting.reading());
    HostFacts facts = service.facts();
    HostReport.Builder report =
        HostReport.newBuilder()
            .setService(hosted.service())
            .setHost(hosted.host())
            .setObservedAtMs(hosted.clock().instant().toEpochMilli())
            .setSequence(sequence.incrementAndGet())
            .setKeyDirectory(keyDirectory(hosted, sighting))
            .setKms(kms(service, view))
            .setStatement(statement(hosted.guard().statements()))
            .setHostBackupKey(facts.hostBackupKey())
            .setGate(gate(service.gate().look(sighting)))
            .setBuild(Build.newBuilder().setVersion(facts.version()).addAllFormats(FORMATS))
            .setRefusesEffects(facts.refusesEffects())
            .setCertificateExpiresAtMs(facts.certificateExpiry().get().toEpochMilli())
            .setApprovalsDemanded(facts.approvals())
            .addAllUnderWay(hosted.guard().underWay());
    report.addAllUnderWay(hosted.atWork());
    hosted
        .backups()
        .newest()
        .map(newest -> BackupMessages.of(hosted.backups(), newest))
        .ifPresent(report::setNewestBackup);
    facts.recoveryKeys().forEach(key -> report.addRecoveryKeys(recoveryKey(key)));
    facts.checks().get().forEach(check -> report.addChecks(check(check)));
    hosted.keys().marker().ifPresent(marker -> report.setInstallMarker(marker.run()));
    prefixes(hosted, prefixLengths, report);
    return report.build();
  }

  private static void prefixes(
      HostedService hosted, List<Long> lengths, HostReport.Builder report) {
    if (lengths.size() > MOST_PREFIXES) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "prefix lengths: %d (expected: at most %d)".formatted(lengths.size(), MOST_PREFIXES));
    }
    for (long length : lengths) {
      hosted
          .keys()
          .prefixDigest(length)
          .ifPresent(
              digest ->
                  report.addPrefixDigests(
                      PrefixDigest.newBuilder().setLength(length).setSha256(digest.hex())));
    }
  }

  private static KeyDirectory keyDirectory(HostedService hosted, KeyFeed.Sighting sighting) {
    var facts = sighting.reading().facts();
    KeyDirectory.Builder message =
        KeyDirectory.newBuilder()
            .setPath(hosted.keys().place().directory().toString())
            .setProfile(facts.profile().name())
            .setSoundness(soundness(facts.soundness()))
            .addAllReasons(facts.reasons())
            .setChanging(sighting.isChanging())
            .setIdentity(sighting.reading().identity().map(one -> one.digest().hex()).orElse(""))
            .setChangedAtMs(sighting.changedAt().toEpochMilli())
            .setDirectoryDigest(sighting.reading().directoryDigest().hex());
    facts.files().forEach(file -> message.addFiles(file(file)));
    facts.keys().forEach(key -> message.addKeys(key(key)));
    facts
        .warnings()
        .forEach(
            warning ->
                message.addWarnings(
                    Warning.newBuilder()
                        .setKind(warning.kind().name())
                        .setMessage(warning.toString())));
    return message.build();
  }

  private static KeyDirectory.Soundness soundness(Soundness soundness) {
    return switch (soundness) {
      case SOUND -> KeyDirectory.Soundness.SOUND;
      case DAMAGED -> KeyDirectory.Soundness.DAMAGED;
      case ABSENT -> KeyDirectory.Soundness.ABSENT;
      case UNREADABLE -> KeyDirectory.Soundness.UNREADABLE;
    };
  }

  private static File file(FileFacts file) {
    return File.newBuilder()
        .setName(file.name())
        .setBytes(file.bytes())
        .setSha256(file.sha256().hex())
        .setMd5(file.md5())
        .setOwner(file.owner())
        .setGroup(file.group())
        .setMode(file.mode())
        .build();
  }

  private static Key key(KeyFacts key) {
    Key.Builder message =
        Key.newBuilder()
            .setFingerprint(key.fingerprint().hex())
            .setAlgorithm(key.algorithm())
            .setBits(key.bits())
            .setPrimary(key.primary())
            .setProtected(key.isProtected())
            .setSecretPresent(key.secretPresent());
    Boolean consistent = key.secretConsistent();
    if (consistent != null) {
      message.setSecretConsistent(consistent);
    }
    return message.build();
  }

  static KmsProcess kms(RpcService service, KmsView view) {
    var permits = service.hosted().guard().permits();
    KmsProcess.Builder message =
        KmsProcess.newBuilder()
            .setState(state(view.kms().state()))
            .setServingIdentity(view.serving().identity())
            .setServingDigest(view.serving().digest())
            .setStopBegun(permits.begun().isPresent())
            .setMember(
                service
                    .hosted()
                    .guard()
                    .statements()
                    .held()
                    .filter(held -> permits.isMember(held.statement().generation()))
                    .isPresent())
            .setDetail(view.kms().detail().isEmpty() ? view.serving().how() : view.kms().detail());
    view.kms()
        .living()
        .ifPresent(
            lives ->
                message
                    .setStartedAtMs(lives.startedAt().toEpochMilli())
                    .setPid(lives.process().pid())
                    .setInvocation(lives.invocation()));
    permits.servesAgain().ifPresent(word -> message.setServesAgain(Replies.signed(word)));
    return message.build();
  }

  private static KmsProcess.State state(KmsObservation.State state) {
    return switch (state) {
      case UP -> KmsProcess.State.UP;
      case STARTING -> KmsProcess.State.STARTING;
      case DOWN -> KmsProcess.State.DOWN;
      case UNKNOWN -> KmsProcess.State.UNKNOWN;
    };
  }

  private static Statement statement(Statements statements) {
    Statement.Builder message = Statement.newBuilder().setIntact(statements.isIntact());
    statements
        .held()
        .ifPresent(
            held ->
                message
                    .setGeneration(held.statement().generation())
                    .setDigest(held.digest())
                    .setIdentity(held.statement().keyIdentity()));
    return message.build();
  }

  private static Gate gate(GateStanding standing) {
    Gate.State state =
        switch (standing.state()) {
          case ABSENT -> Gate.State.ABSENT;
          case OPEN -> Gate.State.OPEN;
          case CLOSED -> Gate.State.CLOSED;
          case OVERRIDDEN -> Gate.State.OVERRIDDEN;
        };
    return Gate.newBuilder().setState(state).setReason(standing.reason()).build();
  }

  private static RecoveryKey recoveryKey(HostFacts.RecoveryKeyFact key) {
    return RecoveryKey.newBuilder()
        .setFingerprint(key.fingerprint())
        .setPublicKey(ByteString.copyFrom(key.armoured(), StandardCharsets.US_ASCII))
        .setUserId(key.userId())
        .build();
  }

  private static Check check(HostFacts.CheckResult check) {
    Check.Result result =
        switch (check.result()) {
          case OK -> Check.Result.OK;
          case WARN -> Check.Result.WARN;
          case FAIL -> Check.Result.FAIL;
        };
    return Check.newBuilder()
        .setName(check.name())
        .setResult(result)
        .setMessage(check.message())
        .setWhatToDo(check.whatToDo())
        .build();
  }
}

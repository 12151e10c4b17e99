package dev.keyparity.coordinator.enablement;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.AgentRpc;
import dev.keyparity.coordinator.workflow.FaultPoints;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.MembershipChange;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.warrant.WarrantCheck;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.keyring.Digest;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyReply;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyRequest;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.BackupReply;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.InstallReply;
import dev.keyparity.proto.agent.v1.InstallRequest;
import dev.keyparity.proto.agent.v1.ListBackupsReply;
import dev.keyparity.proto.agent.v1.OfferSealingKeyReply;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.PutStatementReply;
import dev.keyparity.proto.agent.v1.PutStatementRequest;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import dev.keyparity.proto.agent.v1.ReadSettingsReply;
import dev.keyparity.proto.agent.v1.ReadSettingsRequest;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.Reply;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.RevokeReply;
import dev.keyparity.proto.agent.v1.RevokeRequest;
import dev.keyparity.proto.agent.v1.RunDependantReply;
import dev.keyparity.proto.agent.v1.RunDependantRequest;
import dev.keyparity.proto.agent.v1.SealReply;
import dev.keyparity.proto.agent.v1.SealRequest;
import dev.keyparity.proto.agent.v1.Setting;
import dev.keyparity.proto.agent.v1.SettingChange;
import dev.keyparity.proto.agent.v1.SettingName;
import dev.keyparity.proto.agent.v1.WriteSettingReply;
import dev.keyparity.proto.agent.v1.WriteSettingRequest;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The agents of a {@link FakeFleet} as one coordinator reaches them: fenced, at most once per
 * request id, only under a warrant that covers the very act (checked with the real {@link
 * WarrantCheck}), and with the rules of stop-before-replace and backup-before-install.
 */
final class FakeAgents implements AgentCalls {
  private final FakeFleet fleet;
  private final FaultPoints faults;

  FakeAgents(FakeFleet fleet, FaultPoints faults) {
    this.fleet = fleet;
    this.faults = faults;
  }

  @Override
  @SuppressWarnings("unchecked") // each branch below answers with its own RPC's reply type
  public <Q extends Message, R extends Message> CompletableFuture<R> invoke(
      AgentRpc<Q, R> rpc, AgentCall call, Q request) {
    return answer(rpc + " " + call.host(), call, () -> (R) handle(rpc, call, request));
  }

  @Override
  public CompletableFuture<PutCopyReply> relayCopy(
      AgentCall from, GetCopyRequest request, AgentCall to) {
    return answer(
        "PutCopy " + to.host(),
        to,
        () -> {
          FakeHost keeper = fleet.host(to.host());
          Receipt receipt =
              once(
                  to,
                  () -> {
                    keeper.copies.add(request.getBackupId());
                    return "stored a copy of " + request.getBackupId();
                  });
          return PutCopyReply.newBuilder()
              .setReply(reply(receipt))
              .setCopyReceipt(
                  PeerSigned.newBuilder()
                      .setPayload(
                          ByteString.copyFromUtf8(request.getBackupId() + " on " + to.host())))
              .build();
        });
  }

  @Override
  public CompletableFuture<List<AuditLine>> readAudit(AgentCall call, ReadAuditRequest request) {
    return CompletableFuture.completedFuture(List.of());
  }

  <T> CompletableFuture<T> answer(String what, AgentCall call, Supplier<T> effect) {
    try {
      return CompletableFuture.completedFuture(
          faults.pass(
              what,
              () -> {
                requireHeard(call);
                return effect.get();
              }));
    } catch (FaultPoints.NoAnswer e) {
      return CompletableFuture.failedFuture(
          new KeyparityException(ErrorCode.DEADLINE_EXCEEDED, what + ": no answer in time"));
    } catch (KeyparityException e) {
      return CompletableFuture.failedFuture(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void requireHeard(AgentCall call) {
    if (fleet.host(call.host()).silent) {
      throw new KeyparityException(
          ErrorCode.PEER_UNREACHABLE, "agent " + call.host() + ": connection refused");
    }
    fleet.fence(call.token());
  }

  private Message handle(AgentRpc<?, ?> rpc, AgentCall call, Message request) {
    return switch (rpc.name()) {
      case "Report" ->
          ReportReply.newBuilder()
              .setReply(Reply.getDefaultInstance())
              .setReport(fleet.report(call.host()))
              .build();
      case "ListBackups" ->
          ListBackupsReply.newBuilder().addAllBackups(fleet.host(call.host()).backups).build();
      case "Backup" -> doBackup(call);
      case "AcknowledgeCopy" -> doAcknowledge(call, (AcknowledgeCopyRequest) request);
      case "PutStatement" -> doPutStatement(call, (PutStatementRequest) request);
      case "Seal" -> doSeal(call, (SealRequest) request);
      case "OfferSealingKey" ->
          OfferSealingKeyReply.newBuilder()
              .setOffer(
                  PeerSigned.newBuilder()
                      .setPayload(ByteString.copyFromUtf8("offer of " + call.host())))
              .build();
      case "Install" -> doInstall(call, (InstallRequest) request);
      case "ReadSettings" -> doReadSettings(call, (ReadSettingsRequest) request);
      case "WriteSetting" -> doWriteSetting(call, (WriteSettingRequest) request);
      case "Revoke" -> doRevoke(call, (RevokeRequest) request);
      case "RunDependant" -> doRunDependant(call, (RunDependantRequest) request);
      default -> throw new KeyparityException(ErrorCode.UNIMPLEMENTED, rpc.name());
    };
  }

  private Message doBackup(AgentCall call) {
    FakeHost host = fleet.host(call.host());
    Receipt receipt =
        once(
            call,
            () -> {
              Backup made =
                  Backup.newBuilder()
                      .setId("b" + (host.backups.size() + 1) + "-" + host.name)
                      .setHost(host.name)
                      .setFile("/backups/" + host.name)
                      .setSecringSha256(host.secring())
                      .setVerified(true)
                      .build();
              host.backups.add(made);
              return made.getId();
            });
    Backup made =
        host.backups.stream()
            .filter(it -> it.getId().equals(receipt.getSummary()))
            .findFirst()
            .orElse(Backup.getDefaultInstance());
    return BackupReply.newBuilder().setReply(reply(receipt)).setBackup(made).build();
  }

  private Message doAcknowledge(AgentCall call, AcknowledgeCopyRequest request) {
    FakeHost host = fleet.host(call.host());
    IdentityStatement held = host.statement;
    String receiptText = request.getCopyReceipt().getPayload().toStringUtf8();
    if (held != null && held.hosts().stream().noneMatch(it -> receiptText.endsWith(" on " + it))) {
      throw new KeyparityException(
          ErrorCode.BACKUP_UNVERIFIED,
          "copy receipt: %s (expected: another host of the service)".formatted(receiptText));
    }
    Receipt receipt =
        once(
            call,
            () -> {
              host.backups.replaceAll(
                  it ->
                      it.getId().equals(request.getBackupId())
                          ? it.toBuilder().addCopyReceipts(request.getCopyReceipt()).build()
                          : it);
              return "copy noted";
            });
    return AcknowledgeCopyReply.newBuilder().setReply(reply(receipt)).build();
  }

  private Message doPutStatement(AgentCall call, PutStatementRequest request) {
    FakeHost host = fleet.host(call.host());
    SignedDocument document = WireDocuments.fromMessage(request.getStatement());
    Receipt receipt =
        once(
            call,
            () -> {
              IdentityStatement offered = parsed(document);
              IdentityStatement held = host.statement;
              if (held != null && offered.generation() < held.generation()) {
                throw new KeyparityException(ErrorCode.STATEMENT_REFUSED, "older statement");
              }
              if (document.signatures().isEmpty()) {
                throw new KeyparityException(ErrorCode.WARRANT_INVALID, "statement: unsigned");
              }
              requireMembership(call, held, offered);
              host.statement = offered;
              return "statement " + offered.generation();
            });
    return PutStatementReply.newBuilder().setReply(reply(receipt)).build();
  }

  /** Which hosts come and go must be allowed by name, as the real agent demands. */
  private void requireMembership(
      AgentCall call, @Nullable IdentityStatement held, IdentityStatement offered) {
    if (held == null) {
      if (!offered.hosts().contains(call.host())) {
        throw new KeyparityException(ErrorCode.STATEMENT_REFUSED, "statement: of other hosts");
      }
      return;
    }
    Map<String, String> bound =
        Map.of(WarrantCheck.STATEMENT_BOUND, Digest.of(offered.canonicalBytes()).hex());
    MembershipChange.between(held.hosts(), offered.hosts())
        .forEach((host, verb) -> requireWarrant(call, Act.of(verb, call.step(), host, bound)));
  }

  private Message doRevoke(AgentCall call, RevokeRequest request) {
    FakeHost host = fleet.host(call.host());
    SignedDocument document = WireDocuments.fromMessage(request.getRevocation());
    if (document.signatures().size() < host.operatorsDemanded) {
      throw new KeyparityException(
          ErrorCode.WARRANT_INVALID,
          "revocation: signed by %d operators (expected: %d)"
              .formatted(document.signatures().size(), host.operatorsDemanded),
          "have another operator sign");
    }
    Receipt receipt =
        once(
            call,
            () -> {
              host.refusedRuns.add(call.run());
              return "revoked";
            });
    return RevokeReply.newBuilder().setReply(reply(receipt)).build();
  }

  private static IdentityStatement parsed(SignedDocument document) {
    try {
      return IdentityStatement.parse(document.payload());
    } catch (MalformedRecord e) {
      throw new KeyparityException(ErrorCode.STATEMENT_REFUSED, String.valueOf(e.getMessage()));
    }
  }

  private Message doSeal(AgentCall call, SealRequest request) {
    if (!request.hasOffer()) {
      return SealReply.newBuilder().setSourceNonce(ByteString.copyFromUtf8("nonce")).build();
    }
    Ring ring = Objects.requireNonNull(fleet.host(call.host()).file);
    return SealReply.newBuilder()
        .setBundle(ByteString.copyFromUtf8(ring.name() + "/" + ring.spelling()))
        .setBundleSignature(PeerSigned.getDefaultInstance())
        .build();
  }

  private Message doInstall(AgentCall call, InstallRequest request) {
    FakeHost host = fleet.host(call.host());
    Receipt receipt =
        once(
            call,
            () -> {
              Ring ring = sealed(request);
              requireWarrant(call, installAct(call, ring));
              requireInstallable(host, call, request, ring);
              host.file = ring;
              fleet.note("install " + host.name);
              return "installed";
            });
    return InstallReply.newBuilder().setReply(reply(receipt)).build();
  }

  private static Ring sealed(InstallRequest request) {
    String bundle = request.getBundle().toStringUtf8();
    int slash = bundle.indexOf('/');
    return new Ring(
        bundle.substring(0, slash), Integer.parseInt(bundle.substring(slash + 1)), true);
  }

  private Act installAct(AgentCall call, Ring ring) {
    FakeHost host = fleet.host(call.host());
    Ring present = host.file;
    Set<String> kept = Set.copyOf(ring.fingerprints());
    String givesWay =
        present == null
            ? "none"
            : present.fingerprints().stream()
                .filter(key -> !kept.contains(key))
                .min(Comparator.comparing(key -> key.equals(present.primary()) ? 0 : 1))
                .orElse("none");
    return Act.of(
        Verb.INSTALL,
        call.step(),
        host.name,
        Map.of(
            "replaces", host.secring(),
            "installs", ring.sha256(),
            "identity", ring.identity(),
            "gives_way", givesWay,
            "source", fleet.sourceOf(ring)));
  }

  private static void requireInstallable(
      FakeHost host, AgentCall call, InstallRequest request, Ring ring) {
    if (!host.secring().equals(call.expectedDigest())) {
      throw new KeyparityException(ErrorCode.DIGEST_MISMATCH, "not the expected bytes");
    }
    Ring present = host.file;
    boolean losesNothing = present == null || present.isBeginningOf(ring);
    if (host.process != null && !(losesNothing && host.serves(ring.identity()))) {
      throw new KeyparityException(ErrorCode.KMS_RUNNING, "its KMS runs").withRule("I13");
    }
    boolean saved =
        host.backups.stream()
            .anyMatch(
                it ->
                    it.getId().equals(request.getBackupId())
                        && it.getSecringSha256().equals(host.secring()));
    if (!saved) {
      throw new KeyparityException(ErrorCode.BACKUP_MISSING, "no backup of these bytes");
    }
    if (host.file != null && request.getCopyReceiptsCount() == 0) {
      throw new KeyparityException(ErrorCode.COPY_RECEIPT_INVALID, "no copy on another host");
    }
  }

  private Message doReadSettings(AgentCall call, ReadSettingsRequest request) {
    FakeHost host = fleet.host(call.host());
    ReadSettingsReply.Builder out = ReadSettingsReply.newBuilder();
    for (SettingName name : request.getNamesList()) {
      String value = host.settings.get(name.getFile() + "/" + name.getProperty());
      boolean secret = name.getProperty().endsWith(".auth");
      out.addSettings(
          Setting.newBuilder()
              .setName(name)
              .setPresent(value != null)
              .setValue(value == null || secret ? "" : value)
              .setSecret(secret)
              .setSealedValue(
                  secret && value != null ? Ring.sha(value + call.nonce().toStringUtf8()) : "")
              .setFileSha256(fileDigest(host, name.getFile())));
    }
    return out.build();
  }

  private static String fileDigest(FakeHost host, String file) {
    return Ring.sha(file + host.settings);
  }

  private Message doWriteSetting(AgentCall call, WriteSettingRequest request) {
    FakeHost host = fleet.host(call.host());
    String file = request.getChanges(0).getName().getFile();
    boolean client = fleet.isClient(host.name);
    Receipt receipt =
        once(
            call,
            () -> {
              for (SettingChange change : request.getChangesList()) {
                requireWarrant(call, settingAct(call, client, change));
              }
              if (!fileDigest(host, file).equals(call.expectedDigest())) {
                throw new KeyparityException(ErrorCode.DIGEST_MISMATCH, file + " changed");
              }
              for (SettingChange change : request.getChangesList()) {
                host.settings.put(file + "/" + change.getName().getProperty(), change.getValue());
              }
              host.settingWrites++;
              return "set";
            });
    return WriteSettingReply.newBuilder()
        .setReply(reply(receipt))
        .setFileSha256(fileDigest(host, file))
        .setBackupFile(file + ".before")
        .build();
  }

  private static Act settingAct(AgentCall call, boolean client, SettingChange change) {
    return Act.of(
        client ? Verb.WRITE_CLIENT_CONFIG : Verb.WRITE_SETTING,
        call.step(),
        call.host(),
        Map.of(
            "file", change.getName().getFile(),
            "property", change.getName().getProperty(),
            "value_sha256", Digest.of(change.getValue().getBytes(StandardCharsets.UTF_8)).hex()));
  }

  private Message doRunDependant(AgentCall call, RunDependantRequest request) {
    Receipt receipt =
        once(
            call,
            () -> {
              requireWarrant(
                  call,
                  Act.of(
                      Verb.RUN_DEPENDANT,
                      call.step(),
                      call.host(),
                      Map.of("name", request.getName())));
              fleet.note("restart " + request.getName());
              return "restarted " + request.getName();
            });
    return RunDependantReply.newBuilder().setReply(reply(receipt)).build();
  }

  /** Checks a warrant the way agents do, but for whose signatures count. */
  void requireWarrant(AgentCall call, Act asked) {
    SignedDocument document =
        call.warrant()
            .map(WireDocuments::fromMessage)
            .orElseThrow(
                () ->
                    new KeyparityException(
                        ErrorCode.WARRANT_MISSING, asked.verb().text() + ": no warrant"));
    if (document.signatures().isEmpty()) {
      throw new KeyparityException(ErrorCode.WARRANT_INVALID, "warrant: unsigned");
    }
    IdentityStatement held = fleet.host(call.host()).statement;
    try {
      WarrantCheck.refusalOf(
              Warrant.parse(document.payload()),
              asked,
              new WarrantCheck.Scene(
                  FakeFleet.GROUP,
                  FakeFleet.SERVICE,
                  call.run(),
                  held == null ? 0 : held.generation(),
                  held == null ? null : Digest.of(held.canonicalBytes()).hex(),
                  fleet.clock.instant()))
          .ifPresent(
              refusal -> {
                throw refusal.toException();
              });
    } catch (MalformedRecord e) {
      throw new KeyparityException(ErrorCode.WARRANT_INVALID, String.valueOf(e.getMessage()));
    }
  }

  /** The effect of a request id takes place at most once; every later call gets its receipt. */
  Receipt once(AgentCall call, Supplier<String> effect) {
    FakeHost host = fleet.host(call.host());
    String id = call.requestId().orElseThrow().hex();
    Receipt before = host.receipts.get(id);
    if (before != null) {
      return before;
    }
    fleet.count(call);
    Receipt receipt = done(host, id, effect);
    host.receipts.put(id, receipt);
    return receipt;
  }

  private static Receipt done(FakeHost host, String id, Supplier<String> effect) {
    Receipt.Builder receipt = Receipt.newBuilder().setRequestId(id);
    try {
      return receipt
          .setOutcome(Receipt.Outcome.DONE)
          .setSummary(effect.get())
          .putAllFacts(facts(host))
          .build();
    } catch (FakeFleet.Failed e) {
      // What goes wrong in the middle is no refusal: it leaves a receipt that says so.
      return receipt
          .setOutcome(Receipt.Outcome.FAILED)
          .setSummary(e.getMessage())
          .putFacts("error", e.code.name())
          .putFacts("output", e.output)
          .putFacts("what_to_do", "look at the KMS's own log on " + host.name)
          .build();
    }
  }

  /** What the real agent's receipt of a backup names. */
  private static Map<String, String> facts(FakeHost host) {
    return host.backups.isEmpty()
        ? Map.of()
        : Map.of(
            Acts.BACKUP_ID, host.backups.get(host.backups.size() - 1).getId(),
            Acts.SECRING, host.backups.get(host.backups.size() - 1).getSecringSha256());
  }

  private static Reply reply(Receipt receipt) {
    return Reply.newBuilder().setReceipt(receipt).build();
  }
}

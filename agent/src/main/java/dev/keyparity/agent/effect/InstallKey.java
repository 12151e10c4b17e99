package dev.keyparity.agent.effect;

import dev.keyparity.agent.guard.Approved;
import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.RequestKey;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.agent.guard.Statements;
import dev.keyparity.agent.guard.permit.PeerDocument;
import dev.keyparity.agent.store.FileDigest;
import dev.keyparity.agent.store.InstallTicket;
import dev.keyparity.agent.store.KeyDirectoryReading;
import dev.keyparity.agent.store.KeyFileSet;
import dev.keyparity.agent.store.ReplacementOutcome;
import dev.keyparity.agent.store.ReplacementTicket;
import dev.keyparity.agent.store.SignedCopyReceipt;
import dev.keyparity.agent.store.StoppedProof;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerVerifier;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.KeysAtStake;
import dev.keyparity.keyring.seal.SealedBundle;
import dev.keyparity.keyring.seal.SealedFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the approved key, sealed for this host by a named other one, in the place of what is there.
 *
 * <ol>
 *   <li>The statement on record says which identity and which bytes are approved.
 *   <li>The warrant names what is replaced, what is installed, which key gives way and the source.
 *   <li>The bundle is the one that source signed, for this run, and opens with the sealing key that
 *       this process made for it.
 *   <li>If the key identity changes, the KMS is stopped and no process of it lives. Where the file
 *       is gone, or is nothing but a beginning of the approved one, the key that is served does not
 *       change: a process that is known to have loaded the approved key goes on.
 *   <li>The store checks the backup and the copies anew, and replaces the whole set or nothing.
 * </ol>
 */
public final class InstallKey implements Effect {
  private static final String KEY_FILE = "secring.gpg";
  private static final String NONE = "none";

  /**
   * What is asked for.
   *
   * @param replaces what the key file is expected to be now
   * @param backup id of the backup of that
   * @param copyReceipts other hosts' receipts for copies of it
   */
  public record Request(
      RequestKey key,
      FileDigest replaces,
      SealedBundle bundle,
      PeerDocument bundleSignature,
      String backup,
      List<SignedCopyReceipt> copyReceipts) {
    public Request {
      copyReceipts = List.copyOf(copyReceipts);
    }
  }

  private final HostedService hosted;
  private final PeerVerifier verifier;
  private final Request request;
  private @Nullable KeyFileSet opened;
  private boolean losesNothing;

  public InstallKey(HostedService hosted, PeerVerifier verifier, Request request) {
    this.hosted = hosted;
    this.verifier = verifier;
    this.request = request;
  }

  @Override
  public EffectKind kind() {
    return EffectKind.INSTALL;
  }

  @Override
  public List<Act> warranted() {
    IdentityStatement approved = approved();
    TreeMap<String, String> bounds = new TreeMap<>();
    bounds.put("replaces", request.replaces().toString());
    bounds.put("installs", installs(approved).hex());
    bounds.put("identity", approved.keyIdentity());
    bounds.put("gives_way", givesWay(hosted.keys().read()).orElse(NONE));
    bounds.put("source", request.bundle().header().source());
    return List.of(Act.of(Verb.INSTALL, request.key().step(), hosted.host(), bounds));
  }

  @Override
  public List<Act> alsoCoveredBy() {
    return new OnDrift(hosted).repair();
  }

  @Override
  public void check(Approved by) {
    new OnDrift(hosted).requireNothingLost(by, losesNothing);
  }

  private IdentityStatement approved() {
    return hosted.guard().statements().require().statement();
  }

  private static Digest installs(IdentityStatement approved) {
    String digest = approved.files().get(KEY_FILE);
    if (digest == null) {
      throw new KeyparityException(
          ErrorCode.STATEMENT_MISSING,
          "identity statement %d: no digest of %s (expected: one, to install by)"
              .formatted(approved.generation(), KEY_FILE));
    }
    return new Digest(digest);
  }

  /** The key that must be named; the store refuses if a further one would be lost. */
  private Optional<String> givesWay(KeyDirectoryReading present) {
    return KeysAtStake.of(present.facts().keys()).givesWayTo(approved().fingerprints());
  }

  @Override
  public Map<String, String> prepare() {
    Statements.Held held = hosted.guard().statements().require();
    requireSource(held.statement());
    requireBundleHolds(installs(held.statement()));
    KeyFileSet next = open();
    try {
      losesNothing = isNothingLostTo(next);
      requireStoppedIfIdentityChanges(held.statement());
    } catch (RuntimeException e) {
      next.close();
      throw e;
    }
    opened = next;
    return Map.of(
        "replaces", request.replaces().toString(),
        "installs", installs(held.statement()).hex(),
        "backup", request.backup(),
        "source", request.bundle().header().source());
  }

  private void requireSource(IdentityStatement approved) {
    TransferDocuments.BundleSignature signature =
        TransferDocuments.verifiedSignature(request.bundleSignature(), verifier);
    SealedBundle.Header header = request.bundle().header();
    boolean matches =
        signature.source().equals(header.source())
            && signature.target().equals(hosted.host())
            && header.target().equals(hosted.host())
            && signature.service().equals(hosted.service())
            && signature.run().equals(request.key().run())
            && approved.hosts().contains(signature.source());
    if (!matches) {
      throw refused(
          "bundle: signed by %s for %s, run %s (expected: a host of the statement, for %s, run %s)"
              .formatted(
                  signature.source(),
                  signature.target(),
                  signature.run(),
                  hosted.host(),
                  request.key().run()));
    }
    if (!signature.sha256().equals(request.bundle().digest().hex())) {
      throw refused("bundle: is not the one that %s signed".formatted(signature.source()));
    }
  }

  /** Of the very bytes that are replaced: the store holds what is there against that digest. */
  private boolean isNothingLostTo(KeyFileSet next) {
    if (request.replaces().isAbsent()) {
      return true;
    }
    try (KeyFileSet present = hosted.keys().readSecretFiles()) {
      return present.digest(KEY_FILE).equals(request.replaces())
          && present.isBeginningOf(next, KEY_FILE);
    }
  }

  /** That nothing lives with which the approved key file would be at odds. */
  private StoppedProof unharmed(IdentityStatement approved) {
    return losesNothing ? hosted.stoppedOrServing(approved.keyIdentity()) : hosted.stopped();
  }

  private void requireStoppedIfIdentityChanges(IdentityStatement approved) {
    String present = hosted.keys().read().identity().map(one -> one.digest().hex()).orElse(NONE);
    if (present.equals(approved.keyIdentity())) {
      return;
    }
    unharmed(approved)
        .refutation()
        .ifPresent(
            why -> {
              throw new KeyparityException(
                      ErrorCode.KMS_RUNNING,
                      "KMS of %s: %s (expected: stopped, because the key identity changes)"
                          .formatted(hosted.service(), why),
                      "stop it under permits first")
                  .withRule("I13");
            });
  }

  private void requireBundleHolds(Digest approved) {
    boolean holds =
        request.bundle().header().files().stream()
            .anyMatch(file -> file.name().equals(KEY_FILE) && file.sha256().equals(approved));
    if (!holds) {
      throw refused("bundle: holds another %s than the approved one".formatted(KEY_FILE));
    }
  }

  private KeyFileSet open() {
    SealingSessions.Session session = hosted.sealing().require(request.key().run());
    List<SealedFile> files;
    try {
      files = request.bundle().open(session.key(), session.offer(), hosted.clock());
    } catch (KeyringException e) {
      throw new KeyparityException(
          ErrorCode.SEAL_REFUSED, String.valueOf(e.getMessage()), "offer and seal again", e);
    }
    Map<String, byte[]> contents = new HashMap<>();
    Set<String> absent = new HashSet<>(hosted.keys().place().profile().files());
    for (SealedFile file : files) {
      contents.put(file.name(), file.exposeContent());
      absent.remove(file.name());
      file.wipe();
    }
    try {
      return KeyFileSet.of(contents, absent);
    } finally {
      contents.values().forEach(bytes -> java.util.Arrays.fill(bytes, (byte) 0));
    }
  }

  @Override
  public Outcome run() {
    Statements.Held held = hosted.guard().statements().require();
    IdentityStatement approved = held.statement();
    Set<Fingerprint> givesWay = new HashSet<>();
    givesWay(hosted.keys().read()).map(Fingerprint::new).ifPresent(givesWay::add);
    ReplacementTicket ticket =
        new ReplacementTicket(
            request.key().id().hex(),
            request.key().run(),
            request.replaces(),
            request.backup(),
            request.copyReceipts(),
            Set.copyOf(approved.hosts()));
    InstallTicket install =
        new InstallTicket(ticket, installs(approved), new Digest(approved.keyIdentity()), givesWay);
    try (KeyFileSet next = Objects.requireNonNull(opened, "prepare comes before run")) {
      return outcome(hosted.keys().install(next, install, unharmed(approved)));
    }
  }

  private Outcome outcome(ReplacementOutcome outcome) {
    if (outcome instanceof ReplacementOutcome.Replaced replaced) {
      // Only now: a failed install may be tried again with the same bundle.
      hosted.sealing().destroy(request.key().run());
      new KmsLooks(hosted).noteFile(replaced.now(), hosted.processes().now());
      return Outcome.done(
          "the approved key is in place",
          Map.of("backup", replaced.backup(), "notes", String.join("; ", replaced.notes())));
    }
    if (outcome instanceof ReplacementOutcome.Refused refused) {
      throw new KeyparityException(refused.code(), refused.why(), refused.whatToDo());
    }
    ReplacementOutcome.Undone undone = (ReplacementOutcome.Undone) outcome;
    throw new KeyparityException(
        undone.code(), undone.why() + "; undone", String.join("; ", undone.notes()));
  }

  private static KeyparityException refused(String why) {
    return new KeyparityException(ErrorCode.SEAL_REFUSED, why, "");
  }

  @Override
  public Settlement settle(EffectRecord earlier) {
    if (hosted.keys().marker().isPresent()) {
      return new Settlement.CannotTell("the install neither ended nor was undone");
    }
    Optional<FileDigest> present = hosted.keys().read().keyFile();
    if (present.isEmpty()) {
      return new Settlement.CannotTell("the key file cannot be read");
    }
    return present.get().toString().equals(earlier.facts().get("installs"))
        ? new Settlement.Happened("the approved key is in place", Map.of())
        : new Settlement.DidNotHappen("the key file is %s".formatted(present.get().abbreviated()));
  }
}

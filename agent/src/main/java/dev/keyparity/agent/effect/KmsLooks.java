package dev.keyparity.agent.effect;

import dev.keyparity.agent.control.FileSeen;
import dev.keyparity.agent.control.KmsObservation;
import dev.keyparity.agent.control.ProcessSighting;
import dev.keyparity.agent.control.Serving;
import dev.keyparity.agent.disk.Attributes;
import dev.keyparity.agent.guard.Statements;
import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.agent.store.KeyDirectoryReading;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks at the KMS and its key files of one service, and draws the durable conclusions: which key
 * the process serves, that the host became a member, that a begun stop is over. Thread-safe.
 */
public final class KmsLooks {
  private final HostedService hosted;

  public KmsLooks(HostedService hosted) {
    this.hosted = hosted;
  }

  /** Looks at everything now. */
  public KmsView look() {
    return look(hosted.keys().read());
  }

  /**
   * Looks at the KMS now.
   *
   * @param keys the key files, as they were read just now
   */
  public KmsView look(KeyDirectoryReading keys) {
    noteFile(keys, hosted.processes().now());
    KmsObservation kms = hosted.observer().observe();
    Serving serving =
        kms.living()
            .map(
                lives ->
                    hosted
                        .history()
                        .of(lives.process(), hosted.processes().reckonedStartOf(lives.process())))
            .orElse(new Serving("", "", "no process"));
    KmsView view = new KmsView(keys, kms, serving);
    conclude(view);
    return view;
  }

  /** Notes the key file for the history, if it could be read. */
  FileSeen noteFile(KeyDirectoryReading keys, BootInstant now) {
    FileSeen file = fileSeen(keys);
    if (!file.digest().isEmpty()) {
      hosted.history().seen(file, now);
    }
    return file;
  }

  static FileSeen fileSeen(KeyDirectoryReading keys) {
    String digest = keys.keyFile().map(Object::toString).orElse("");
    String identity = keys.identity().map(one -> one.digest().hex()).orElse("");
    Attributes attributes = keys.stamp().files().get(keys.profile().keyFile());
    return attributes == null
        ? new FileSeen(digest, identity, Instant.EPOCH, "")
        : new FileSeen(
            digest,
            identity,
            attributes.changed(),
            attributes.node().device() + ":" + attributes.node().inode());
  }

  private void conclude(KmsView view) {
    Optional<ProcessSighting.Lives> living = view.kms().living();
    if (!view.kms().serves() || living.isEmpty()) {
      return;
    }
    // What is under way may end the very process that serves.
    if (hosted.atWork().isEmpty()) {
      hosted.guard().permits().endIfServesAgain(living.get().process(), living.get().startedAt());
    }
    Optional<Statements.Held> held =
        hosted.guard().statements().held().filter(Statements.Held::listsThisHost);
    if (held.isPresent()) {
      String approved = held.get().statement().keyIdentity();
      boolean holds =
          view.keys().identity().filter(one -> one.digest().hex().equals(approved)).isPresent();
      if (holds && view.serves(approved)) {
        hosted.guard().permits().becomeMember(held.get().statement().generation());
      }
    }
  }
}

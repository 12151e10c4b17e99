package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.permit.Electorate;
import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The identity statement this host holds for one service, as the operators signed it; replaced only
 * upward. A stored one that does not verify any more counts as none and is told apart from none.
 * One that does not list this host is taken only in the place of another: so a host learns that it
 * was taken out of the service, and never begins with a service that it is no part of. Thread-safe.
 */
public final class Statements {

  /**
   * A verified statement.
   *
   * @param digest SHA-256 of its canonical bytes
   * @param listsThisHost false once operators took this host out of the service
   */
  public record Held(
      SignedDocument document, IdentityStatement statement, String digest, boolean listsThisHost) {
    /** Who must permit a stop. */
    public Electorate electorate() {
      return new Electorate(
          statement.generation(), Set.copyOf(statement.hosts()), statement.keyIdentity());
    }
  }

  private final String group;
  private final String service;
  private final String host;
  private final OperatorPolicy policy;
  private final StateFiles files;
  private @Nullable Held held;
  private @Nullable KeyparityException corrupt;

  /**
   * Reads what is on record; a reader alone never writes.
   *
   * @throws KeyparityException if it is there and cannot be read at all
   */
  public Statements(
      String group, String service, String host, OperatorPolicy policy, StateFiles files) {
    this.group = group;
    this.service = service;
    this.host = host;
    this.policy = policy;
    this.files = files;
    files.read(name()).ifPresent(this::load);
  }

  private String name() {
    return "statement/" + service + ".json";
  }

  private void load(byte[] bytes) {
    try {
      held = verified(SignedDocument.parse(bytes));
    } catch (MalformedRecord e) {
      corrupt = corrupt(String.valueOf(e.getMessage()), e);
    } catch (KeyparityException e) {
      corrupt = corrupt(e.operatorMessage(), e);
    }
  }

  private KeyparityException corrupt(String why, Exception cause) {
    return new KeyparityException(
        ErrorCode.STATE_CORRUPT,
        "identity statement on record: %s".formatted(why),
        "approve the identity again: keyparity adopt " + service,
        cause);
  }

  /** The statement on record; empty if there is none, or none that verifies. */
  public synchronized Optional<Held> held() {
    return Optional.ofNullable(held);
  }

  /** Whether what is on record, if anything, verifies. */
  public synchronized boolean isIntact() {
    return corrupt == null;
  }

  /** Why what is on record does not verify; empty if it does, or there is none. */
  public synchronized Optional<KeyparityException> fault() {
    return Optional.ofNullable(corrupt);
  }

  /** The statement on record, or a refusal that says what is wrong. */
  public synchronized Held require() {
    if (corrupt != null) {
      throw corrupt;
    }
    if (held == null) {
      throw new KeyparityException(
          ErrorCode.STATEMENT_MISSING,
          "service %s: no identity statement on host %s (expected: one)".formatted(service, host),
          "keyparity adopt %s, or keyparity enable %s --reference HOST"
              .formatted(service, service));
    }
    return held;
  }

  /**
   * Verifies a statement that is offered, and that it may take the place of the one on record.
   *
   * @return the statement; it is not kept yet
   */
  public synchronized Held check(SignedDocument document) {
    Held offered = verified(document);
    if (held == null) {
      requireListed(offered);
      return offered;
    }
    long present = held.statement().generation();
    long next = offered.statement().generation();
    boolean same = Arrays.equals(held.document().payload(), document.payload());
    if (next < present || (next == present && !same)) {
      throw new KeyparityException(
          ErrorCode.STATEMENT_REFUSED,
          "identity statement: generation %d%s (expected: above %d)"
              .formatted(next, next == present ? " with other content" : "", present),
          "");
    }
    return offered;
  }

  /** Keeps a statement that {@link #check} let pass; durable on return. */
  public synchronized void keep(Held checked) {
    check(checked.document());
    files.write(name(), checked.document().canonicalBytes());
    held = checked;
    corrupt = null;
  }

  private Held verified(SignedDocument document) {
    policy.requireApproved(
        document, DocumentKind.STATEMENT, service, Set.of(Verb.APPROVE_IDENTITY));
    IdentityStatement statement;
    try {
      statement = IdentityStatement.parse(document.payload());
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.STATEMENT_REFUSED, String.valueOf(e.getMessage()), "", e);
    }
    require("group", statement.group(), group);
    require("service", statement.service(), service);
    return new Held(
        document, statement, Sha256.of(document.payload()), statement.hosts().contains(host));
  }

  private void requireListed(Held offered) {
    if (!offered.listsThisHost()) {
      throw new KeyparityException(
          ErrorCode.STATEMENT_REFUSED,
          "identity statement: hosts %s (expected: %s among them)"
              .formatted(offered.statement().hosts(), host),
          "");
    }
  }

  private static void require(String what, String found, String expected) {
    if (!found.equals(expected)) {
      throw new KeyparityException(
          ErrorCode.STATEMENT_REFUSED,
          "identity statement: %s %s (expected: %s)".formatted(what, found, expected),
          "");
    }
  }
}

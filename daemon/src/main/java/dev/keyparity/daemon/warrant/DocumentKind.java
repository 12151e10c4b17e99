package dev.keyparity.daemon.warrant;

/** What an operator can sign. The format name is part of what the signature covers. */
public enum DocumentKind {
  WARRANT(Warrant.FORMAT),
  STATEMENT(IdentityStatement.FORMAT),
  REVOCATION(Revocation.FORMAT),
  /** What was told to an operator, for others to see; it allows nothing. */
  EVIDENCE("keyparity.evidence/1");

  private final String format;

  DocumentKind(String format) {
    this.format = format;
  }

  public String format() {
    return format;
  }
}

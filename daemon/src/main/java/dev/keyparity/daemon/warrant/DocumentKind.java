package dev.keyparity.daemon.warrant;

/** What an operator can sign. The format name is part of what the signature covers. */
public enum DocumentKind {
  WARRANT(Warrant.FORMAT),
  STATEMENT(IdentityStatement.FORMAT),
  REVOCATION(Revocation.FORMAT);

  private final String format;

  DocumentKind(String format) {
    this.format = format;
  }

  public String format() {
    return format;
  }
}

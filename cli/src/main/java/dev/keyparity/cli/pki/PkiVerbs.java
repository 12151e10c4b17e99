package dev.keyparity.cli.pki;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.NotBuilt;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code pki} and its verbs. */
@Command(
    name = "pki",
    description = {
      "A small CA for agents, coordinators and operators, offline. Where you have a PKI of your own it"
          + " is not needed: certificates then carry one URI,"
          + " spiffe://TRUST-DOMAIN/keyparity/agent|coordinator|operator/NAME."
    })
public final class PkiVerbs {
  private PkiVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new PkiVerbs())
        .addSubcommand(new InitPki(invocation))
        .addSubcommand(new IssueCertificate(invocation))
        .addSubcommand(new MakeOperatorKey(invocation))
        .addSubcommand("renew", NotBuilt.line("pki renew"))
        .addSubcommand("revoke", NotBuilt.line("pki revoke"));
  }
}

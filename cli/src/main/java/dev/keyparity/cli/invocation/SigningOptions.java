package dev.keyparity.cli.invocation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every verb that signs a warrant. Filled in by picocli. */
public final class SigningOptions {
  @Option(
      names = "--ticket",
      paramLabel = "TICKET",
      description = "The change ticket; it goes into the warrant and the audit.")
  @Nullable String ticket;

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      description = "How long the warrant is good. Default: 24h.")
  Duration expires = Duration.ofHours(24);

  @Option(names = "--yes", description = "Do not ask; the plan is shown all the same.")
  boolean yes;

  public String ticket() {
    return ticket == null ? "" : ticket;
  }

  public Duration expires() {
    return expires;
  }

  /** As the wire spells it. */
  public String expiresText() {
    return expires.toSeconds() + "s";
  }

  public boolean yes() {
    return yes;
  }
}

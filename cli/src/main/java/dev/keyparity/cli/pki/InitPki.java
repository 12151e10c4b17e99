package dev.keyparity.cli.pki;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.MiniCa;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a CA. */
@Command(
    name = "init",
    description = {
      "Make a CA in a directory: ca.key (keep it offline and safe) and ca.crt.",
      "",
      "Never replaces one."
    },
    footer = {
      "Examples:",
      "  keyparity pki init --trust-domain example.com --dir /root/keyparity-pki"
    })
final class InitPki implements Verb {
  private final Invocation invocation;

  @Option(
      names = "--trust-domain",
      required = true,
      paramLabel = "DOMAIN",
      description = "The domain in every name, such as example.com.")
  String trustDomain = "";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the CA is kept. Default: /etc/keyparity/pki.")
  Path directory = Path.of("/etc/keyparity/pki");

  @Option(
      names = "--valid",
      paramLabel = "DURATION",
      description = "How long its certificate is good. Default: 3650d.")
  Duration valid = Duration.ofDays(3650);

  InitPki(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    try {
      MiniCa.init(directory, trustDomain, valid, invocation.clock());
    } catch (IllegalArgumentException e) {
      throw new KeyparityException(ErrorCode.USAGE, String.valueOf(e.getMessage()), "", e);
    } catch (KeyparityException e) {
      throw e.code() == ErrorCode.CONFLICT ? thereIsOne(e) : e;
    }
    invocation.show(new MadeView(trustDomain, directory));
    return ExitMeaning.OK;
  }

  private KeyparityException thereIsOne(KeyparityException cause) {
    return new KeyparityException(
        ErrorCode.USAGE,
        "CA in %s: there is one already (expected: none; it is never replaced)"
            .formatted(directory),
        "keyparity pki issue ROLE NAME --dir %s   makes a certificate with it".formatted(directory),
        cause);
  }

  private record MadeView(String trustDomain, Path directory) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.pki-init/1")
          .put("trust_domain", trustDomain)
          .put("directory", directory.toString())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      return List.of(
          "the CA of %s is in %s".formatted(trustDomain, directory),
          "  keep ca.key offline: who holds it can be any agent, coordinator or operator",
          "  keyparity pki issue agent NAME --dir " + directory + "   makes a certificate");
    }
  }
}

package dev.keyparity.cli.pki;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.fault.ExitMeaning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an operator's signing key where the certificate comes from another PKI. */
@Command(
    name = "operator-key",
    description = {
      "Make an Ed25519 signing key, operator.key, and print what each agent must pin.",
      "",
      "Only needed where operators' certificates come from a PKI of your own. Never replaces one."
    },
    footer = {"Examples:", "  keyparity pki operator-key alice --out ~/.config/keyparity/tls"})
final class MakeOperatorKey implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "NAME", description = "The operator, as in the certificate.")
  String name = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "An existing directory: the one of tls.key and tls.crt.")
  Path out = Path.of("");

  MakeOperatorKey(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    Path file = out.resolve(Signing.KEY_FILE);
    invocation.show(new KeyView(file, PinnedKey.make(name, file)));
    return ExitMeaning.OK;
  }

  private record KeyView(Path file, PinnedKey key) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.operator-key/1")
          .put("file", file.toString())
          .put("operator", key.operator())
          .put("operator_public_key", key.publicKey())
          .put("fingerprint", key.fingerprint())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      List<String> lines = new ArrayList<>();
      lines.add(file + ": signing key of " + key.operator());
      lines.add("");
      lines.addAll(key.lines());
      return lines;
    }
  }
}

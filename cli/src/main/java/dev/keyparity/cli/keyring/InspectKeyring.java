package dev.keyparity.cli.keyring;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what one key directory or ring file holds. */
@Command(
    name = "inspect",
    description = {
      "Show the keys and files of a key directory, or of one ring file.",
      "",
      "Exits 0 if it is sound, else 6."
    },
    footer = {
      "Examples:",
      "  keyparity keyring inspect /var/lib/kms-keytrustee/keytrustee/.keytrustee",
      "  keyparity keyring inspect /mnt/old/secring.gpg -o json"
    })
final class InspectKeyring implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "DIR", description = "A key directory, or a secret ring file.")
  Path path = Path.of("");

  @Mixin ProfileOption profile = new ProfileOption();

  InspectKeyring(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    InspectView view = profile.inspect(path);
    invocation.show(view);
    return view.isSound() ? ExitMeaning.OK : ExitMeaning.NOT_IN_PARITY;
  }
}

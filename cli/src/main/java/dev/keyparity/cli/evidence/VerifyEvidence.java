package dev.keyparity.cli.evidence;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies an evidence file, offline. */
@Command(
    name = "verify",
    description = {
      "Verify an evidence file and show what is in it. Nobody is asked: the file and the public keys"
          + " of those who signed are enough.",
      "",
      "Have the keys from a source of your own, not from whoever hands you the file. Exits 8 if the"
          + " file is not as it was signed; 7 if some signature in it could not be checked for want of"
          + " a key, or an audit log in it is broken. Whether the hosts were in parity is shown, and"
          + " changes nothing of that."
    },
    footer = {
      "Examples:",
      "  keyparity evidence verify november.json --operator alice=alice.pub",
      "  keyparity evidence verify november.json --operator alice=alice.pub -o json"
    })
final class VerifyEvidence implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "FILE", description = "The evidence file.")
  Path file = Path.of("");

  @Option(
      names = "--operator",
      paramLabel = "NAME=KEY",
      description = {
        "An operator's public key, as agent.yaml has it, or a file that holds it; repeatable."
      })
  List<String> operators = List.of();

  VerifyEvidence(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    KnownOperators known = KnownOperators.parse(operators);
    byte[] bytes =
        DurableFile.at(file.toAbsolutePath(), DurableFile.GROUP_READABLE)
            .read(CanonicalJson.MAX_BYTES)
            .orElseThrow(
                () ->
                    new KeyparityException(
                        ErrorCode.UNREADABLE, "evidence file " + file + ": no such file", ""));
    Verification verification = Verification.of(bytes, known);
    invocation.show(new VerificationView(verification));
    return verification.isWhole() ? ExitMeaning.OK : ExitMeaning.BLOCKED;
  }
}

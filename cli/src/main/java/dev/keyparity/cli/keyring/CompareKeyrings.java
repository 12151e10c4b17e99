package dev.keyparity.cli.keyring;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.keyring.Comparison;
import dev.keyparity.keyring.KeyDirectory;
import dev.keyparity.keyring.Truncation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Holds one key directory or ring file against an approved one. */
@Command(
    name = "compare",
    description = {
      "The verdict on OTHER, held against APPROVED; instead of md5sum by eye.",
      "",
      "Exits 0 for IN_PARITY and EQUIVALENT, else 6. Two absent or empty rings are never in"
          + " parity."
    },
    footer = {
      "Examples:",
      "  keyparity keyring compare /root/from-kms1 /root/from-kms2",
      "  keyparity keyring compare kms1/secring.gpg kms2/secring.gpg -o json"
    })
final class CompareKeyrings implements Verb {
  private final Invocation invocation;

  @Parameters(
      index = "0",
      paramLabel = "APPROVED",
      description = "The key directory or ring file that counts.")
  Path approved = Path.of("");

  @Parameters(index = "1", paramLabel = "OTHER", description = "The one to judge.")
  Path other = Path.of("");

  @Mixin ProfileOption profile = new ProfileOption();

  CompareKeyrings(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    InspectView approvedView = profile.inspect(approved);
    InspectView otherView = profile.inspect(other);
    Comparison comparison =
        Comparison.of(
            approvedView.facts(),
            otherView.facts(),
            truncation(profile.keyFile(approved), profile.keyFile(other)));
    invocation.show(new CompareView(comparison, approvedView, otherView));
    return comparison.verdict().isInParity() ? ExitMeaning.OK : ExitMeaning.NOT_IN_PARITY;
  }

  /** Whether the other file is the beginning of the approved one; both are read again for it. */
  private static Truncation truncation(Path approved, Path other) {
    byte[] approvedBytes = new byte[0];
    byte[] otherBytes = new byte[0];
    try {
      approvedBytes = read(approved);
      otherBytes = read(other);
      return Truncation.between(approvedBytes, otherBytes);
    } catch (IOException e) {
      // Its facts say already that it cannot be read; nothing is known beyond that.
      return Truncation.UNKNOWN;
    } finally {
      Arrays.fill(approvedBytes, (byte) 0);
      Arrays.fill(otherBytes, (byte) 0);
    }
  }

  private static byte[] read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + ": not a regular file");
    }
    try (InputStream in =
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(KeyDirectory.MOST_BYTES + 1);
      if (bytes.length > KeyDirectory.MOST_BYTES) {
        throw new IOException(file + ": too large");
      }
      return bytes;
    }
  }
}

package dev.keyparity.cli.recoverykey;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import dev.keyparity.keyring.container.RecoveryKey;
import dev.keyparity.wording.Fingerprints;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a recovery key. */
@Command(
    name = "init",
    description = {
      "Make a recovery key, offline: recovery-secret.asc (0600; move it to a safe, then delete it"
          + " here) and recovery-public.asc (name it in each agent.yaml under recovery_keys).",
      "",
      "Never replaces one. A key that you made with gpg serves as well."
    },
    footer = {
      "Examples:",
      "  keyparity recovery-key init --user-id 'ACME KMS recovery 2026' --out /mnt/usb"
    })
final class InitRecoveryKey implements Verb {
  private static final int LONGEST_PASSPHRASE = 1024;

  private final Invocation invocation;

  @Option(
      names = "--user-id",
      required = true,
      paramLabel = "TEXT",
      description = "Whose key it is; shown by gpg.")
  String userId = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "An existing directory, best on removable media.")
  Path out = Path.of("");

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Its first line protects the secret key. Default: asked for.")
  @Nullable Path passphraseFile;

  @Option(
      names = "--no-passphrase",
      description = "Leave the secret key unprotected; only for keys that never leave a safe.")
  boolean noPassphrase;

  InitRecoveryKey(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    char[] passphrase = passphrase();
    try {
      RecoveryKey key =
          RecoveryKey.generate(
              userId, passphrase, invocation.clock().instant(), new SecureRandom());
      Path secret = out.resolve("recovery-secret.asc");
      Path published = out.resolve("recovery-public.asc");
      // The secret first: a public key in use whose secret was never written would be the worst.
      writeNew(DurableFile.at(secret, DurableFile.OWNER_ONLY), key.exposeArmouredSecretKey());
      writeNew(DurableFile.at(published, DurableFile.WORLD_READABLE), key.recipient().armoured());
      invocation.show(new MadeView(key.recipient().fingerprint().hex(), userId, secret, published));
      return ExitMeaning.OK;
    } finally {
      if (passphrase != null) {
        Arrays.fill(passphrase, '\0');
      }
    }
  }

  private static void writeNew(DurableFile file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try {
      file.writeNew(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private char @Nullable [] passphrase() {
    if (noPassphrase) {
      if (passphraseFile != null) {
        throw usage("--no-passphrase with --passphrase-file (expected: one of them)");
      }
      return null;
    }
    return passphraseFile == null ? asked() : read(passphraseFile);
  }

  private char[] asked() {
    char[] first = invocation.secret("Passphrase for the recovery key: ");
    if (first == null) {
      throw usage(
          "passphrase: nobody can be asked for it (expected: a terminal, --passphrase-file or"
              + " --no-passphrase)");
    }
    char[] second = invocation.secret("The same again: ");
    try {
      if (first.length == 0 || !Arrays.equals(first, second)) {
        Arrays.fill(first, '\0');
        throw usage("passphrase: empty, or not the same twice (expected: the same twice)");
      }
      return first;
    } finally {
      if (second != null) {
        Arrays.fill(second, '\0');
      }
    }
  }

  private static char[] read(Path file) {
    byte[] bytes = DurableFile.at(file, DurableFile.OWNER_ONLY).readSecret(LONGEST_PASSPHRASE);
    char[] text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes)).array();
    Arrays.fill(bytes, (byte) 0);
    int end = 0;
    while (end < text.length && text[end] != '\n' && text[end] != '\r' && text[end] != '\0') {
      end++;
    }
    char[] line = Arrays.copyOf(text, end);
    Arrays.fill(text, '\0');
    if (end == 0) {
      throw usage("passphrase file " + file + ": its first line is empty (expected: a passphrase)");
    }
    return line;
  }

  private static KeyparityException usage(String message) {
    return new KeyparityException(ErrorCode.USAGE, message, "keyparity recovery-key init --help");
  }

  private record MadeView(String fingerprint, String userId, Path secret, Path published)
      implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.recovery-key-init/1")
          .put("fingerprint", fingerprint)
          .put("user_id", userId)
          .put("secret_file", secret.toString())
          .put("public_file", published.toString())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      List<String> lines = new ArrayList<>();
      lines.add("recovery key " + Fingerprints.grouped(fingerprint));
      lines.add("  secret  " + secret);
      lines.add("  public  " + published);
      lines.add("");
      for (String step :
          List.of(
              "1 put the secret file into a safe, twice, and delete it here",
              "2 name the public file in agent.yaml of every host, under recovery_keys",
              "3 prove that it opens: keyparity recovery-key prove SERVICE")) {
        lines.addAll(Wrap.lines("", step, "  ", page.width()));
      }
      return lines;
    }
  }
}

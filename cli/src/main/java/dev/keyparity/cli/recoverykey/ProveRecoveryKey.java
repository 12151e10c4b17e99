package dev.keyparity.cli.recoverykey;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import dev.keyparity.proto.coordinator.v1.ChallengeRecoveryKeyReply;
import dev.keyparity.proto.coordinator.v1.ChallengeRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysReply;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysRequest;
import dev.keyparity.proto.coordinator.v1.ProveRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ProvenRecoveryKey;
import dev.keyparity.wording.Fingerprints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has the holder of a recovery key prove that it opens. */
@Command(
    name = "prove",
    description = {
      "Prove that a recovery key opens what is encrypted to it: a message is shown, its holder opens it"
          + " with gpg -d, wherever the secret key is, and the word in it is typed here.",
      "",
      "In two steps, for keys that are far away: --message FILE writes the message and prints the"
          + " challenge; later --challenge ID --answer FILE hands in the word."
    },
    footer = {
      "Examples:",
      "  keyparity recovery-key prove kms-prod",
      "  keyparity recovery-key prove kms-prod 9B11…40EE --message challenge.asc",
      "  gpg -d challenge.asc > answer",
      "  keyparity recovery-key prove kms-prod --challenge 6f0c --answer answer"
    })
final class ProveRecoveryKey implements Verb {
  private final Invocation invocation;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FPR",
      description = "The key's fingerprint. Default: the only one there is.")
  @Nullable String fingerprint;

  @Option(
      names = "--message",
      paramLabel = "FILE",
      description = "Write the message to a new file, and end.")
  @Nullable Path message;

  @Option(names = "--challenge", paramLabel = "ID", description = "The challenge to answer.")
  @Nullable String challenge;

  @Option(
      names = "--answer",
      paramLabel = "FILE",
      description = "Holds the word, as gpg -d writes it.")
  @Nullable Path answer;

  ProveRecoveryKey(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    if ((challenge == null) != (answer == null)) {
      throw new KeyparityException(
          ErrorCode.USAGE, "--challenge and --answer (expected: both or neither)", "");
    }
    if (challenge != null && answer != null) {
      return prove(challenge, read(answer));
    }
    ChallengeRecoveryKeyRequest request =
        ChallengeRecoveryKeyRequest.newBuilder()
            .setService(service)
            .setFingerprint(fingerprint == null ? onlyKey() : completed(fingerprint))
            .build();
    ChallengeRecoveryKeyReply asked = invocation.ask(a -> a.challengeRecoveryKey(request));
    if (message != null) {
      DurableFile.at(message, DurableFile.OWNER_ONLY).writeNew(asked.getMessage().toByteArray());
      invocation.show(new ChallengeView(service, asked.getChallengeId(), message));
      return ExitMeaning.OK;
    }
    return askHolder(asked);
  }

  private ExitMeaning askHolder(ChallengeRecoveryKeyReply asked) {
    if (!invocation.console().terminal().in()) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "stdin: not a terminal, so nobody can be asked (expected: a person, or --message FILE)",
          "keyparity recovery-key prove --help   shows the two steps");
    }
    invocation.console().say("Open this with the recovery key, for instance with gpg -d:\n");
    invocation.console().say(asked.getMessage().toStringUtf8().stripTrailing());
    String typed = invocation.console().ask("\nThe word in it: ");
    return prove(asked.getChallengeId(), typed == null ? "" : typed.strip());
  }

  private ExitMeaning prove(String id, String word) {
    ProveRecoveryKeyRequest request =
        ProveRecoveryKeyRequest.newBuilder()
            .setService(service)
            .setChallengeId(id)
            .setAnswer(word)
            .build();
    ListRecoveryKeysReply keys = invocation.ask(admin -> admin.proveRecoveryKey(request));
    invocation.show(new RecoveryKeysView(service, keys.getKeysList()));
    return ExitMeaning.OK;
  }

  private List<String> keys() {
    ListRecoveryKeysRequest request =
        ListRecoveryKeysRequest.newBuilder().setService(service).build();
    return invocation.ask(admin -> admin.listRecoveryKeys(request)).getKeysList().stream()
        .map(ProvenRecoveryKey::getFingerprint)
        .toList();
  }

  /** What was typed in full, if it is a key of the service. */
  private String completed(String typed) {
    String wanted = Fingerprints.normalized(typed);
    List<String> keys = keys();
    List<String> meant =
        keys.stream()
            .filter(key -> key.equals(wanted) || Fingerprints.brief(key).equals(wanted))
            .toList();
    if (meant.size() == 1) {
      return meant.get(0);
    }
    throw new KeyparityException(
        keys.isEmpty() ? ErrorCode.NO_RECOVERY_KEY : ErrorCode.USAGE,
        "recovery key: %s (expected: %s)"
            .formatted(
                typed,
                keys.isEmpty()
                    ? "one, but none is configured on the hosts of " + service
                    : "one of " + String.join(", ", keys)),
        "keyparity recovery-key list " + service);
  }

  private String onlyKey() {
    List<String> keys = keys();
    if (keys.size() == 1) {
      return keys.get(0);
    }
    throw new KeyparityException(
        keys.isEmpty() ? ErrorCode.NO_RECOVERY_KEY : ErrorCode.USAGE,
        keys.isEmpty()
            ? "recovery key: none is configured on the hosts of " + service
            : "recovery key: not named (expected: one of " + String.join(", ", keys) + ")",
        "keyparity recovery-key list " + service);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.UNREADABLE, "answer " + file + ": cannot be read as text", "", e);
    }
  }

  private record ChallengeView(String service, String id, Path message) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.recovery-challenge-made/1")
          .put("service", service)
          .put("challenge", id)
          .put("message_file", message.toString())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      return List.of(
          "challenge " + id,
          "  gpg -d " + message + " > answer",
          "  keyparity recovery-key prove %s --challenge %s --answer answer"
              .formatted(service, id));
    }
  }
}

package dev.keyparity.cli.enable;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.SigningOptions;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.run.Launch;
import dev.keyparity.cli.signing.Asked;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a legitimate change of files beside the key for the new standard. */
@Command(
    name = "accept",
    description = {
      "Approve files of the key directory as they are now: a keytrustee.conf or a public ring that was"
          + " changed on purpose, on every host.",
      "",
      "The key itself must be the same; another key is never accepted. Each file is shown with the"
          + " SHA-256 that was approved so far and the one from now on. What is there is backed up"
          + " first; no file is written, nothing restarted. Exits as enable does."
    },
    footer = {
      "Examples:",
      "  keyparity accept kms-prod",
      "  keyparity accept kms-prod --sha256 keytrustee.conf=9f86d0…0a08 --yes"
    })
public final class AcceptVerb implements Verb {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}|absent");

  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Option(
      names = "--reference",
      paramLabel = "HOST",
      description =
          "The host whose files are proposed. Default: any, since all must hold the same.")
  @Nullable String reference;

  @Option(
      names = "--sha256",
      paramLabel = "FILE=SHA256",
      split = ",",
      description =
          "Accept this file with this digest, or absent, and no other. Needed with --yes: nothing is"
              + " accepted unseen.")
  Map<String, String> digests = new TreeMap<>();

  @Mixin SigningOptions signing = new SigningOptions();

  AcceptVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new AcceptVerb(invocation));
  }

  @Override
  public ExitMeaning run() throws InterruptedException {
    Map<String, String> named = named();
    MakePlanRequest request =
        MakePlanRequest.newBuilder()
            .setService(service)
            .setKind(MakePlanRequest.Kind.ACCEPT)
            .setReference(reference == null ? "" : reference)
            .setTicket(signing.ticket())
            .setExpiresIn(signing.expiresText())
            .build();
    Asked asked = Asked.of(request, signing.expires()).accepting(named);
    return new Launch(invocation).begin(request, asked, signing.yes());
  }

  private Map<String, String> named() {
    if (digests.isEmpty() && signing.yes()) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "--yes: no file is named (expected: --sha256 FILE=SHA256 for each that changed)",
          "keyparity accept %s   without --yes shows them".formatted(service));
    }
    TreeMap<String, String> named = new TreeMap<>();
    digests.forEach(
        (file, given) -> {
          String digest = given.toLowerCase(Locale.ROOT);
          if (!DIGEST.matcher(digest).matches()) {
            throw new KeyparityException(
                ErrorCode.USAGE,
                "--sha256 %s=%s (expected: 64 hexadecimal digits, or absent)"
                    .formatted(file, given),
                "sha256sum %s   on a host".formatted(file));
          }
          named.put(file, digest);
        });
    return named;
  }
}

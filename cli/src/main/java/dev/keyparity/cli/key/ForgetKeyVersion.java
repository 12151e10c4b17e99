package dev.keyparity.cli.key;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.Confirmation;
import dev.keyparity.cli.signing.ForgetReview;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.ForgetKeyVersionReply;
import dev.keyparity.proto.coordinator.v1.ForgetKeyVersionRequest;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives up one key version. */
@Command(
    name = "forget",
    description = {
      "Give up one key version: say that it may become unreadable for ever.",
      "",
      "Nothing is deleted by it. It only allows a later run to let the key that opens this version"
          + " give way. Ask the key's owner first."
    },
    footer = {
      "Examples:",
      "  keyparity key forget kms-prod customer_pii@3 --reason 'CHG-4711: owner agreed'"
    })
final class ForgetKeyVersion implements Verb {
  /** A Hadoop key name may hold almost anything; what follows the last @ is the version. */
  private static final Pattern VERSION = Pattern.compile(".+@[0-9]{1,9}");

  private final Invocation invocation;

  @Parameters(
      arity = "1..2",
      hideParamSyntax = true,
      paramLabel = "[SERVICE] NAME@V",
      description =
          "The key version, as survey names it. The service's default: the only one that is"
              + " declared.")
  List<String> words = List.of();

  @Mixin ServiceChoice service = new ServiceChoice();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why it may be lost, and who agreed; it is signed.")
  String reason = "";

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  ForgetKeyVersion(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    String version = words.get(words.size() - 1);
    if (!VERSION.matcher(version).matches()) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "key version: " + version + " (expected: NAME@V, such as customer_pii@3)",
          "keyparity survey SERVICE   names them; keyparity key forget --help");
    }
    String named = words.size() > 1 ? words.get(0) : null;
    ForgetKeyVersionRequest request =
        ForgetKeyVersionRequest.newBuilder()
            .setService(service.or(named).resolve(invocation))
            .setVersion(version)
            .setReason(reason)
            .build();
    ForgetKeyVersionReply draft = invocation.ask(admin -> admin.forgetKeyVersion(request));
    byte[] bytes = draft.getWarrantDraft().toByteArray();
    Warrant warrant =
        new ForgetReview(request.getService(), version, reason, invocation.clock().instant())
            .review(bytes);
    new Confirmation(invocation).requireWord(words(warrant, version), version, yes);
    ForgetKeyVersionRequest signed =
        request.toBuilder().setWarrant(new Signing(invocation).warrant(bytes)).build();
    ForgetKeyVersionReply recorded = invocation.ask(admin -> admin.forgetKeyVersion(signed));
    Signing.requireEnough(recorded.getRecorded(), version + ": signed, and not recorded yet");
    invocation.show(new ForgottenView(request.getService(), version, invocation.operator()));
    return ExitMeaning.OK;
  }

  private String words(Warrant warrant, String version) {
    return """
        %s of %s
          Once its key gives way, nobody can read what is encrypted with it, for ever.
          reason: %s
          your signature allows just that, until %s %s"""
        .formatted(
            Ink.BAD.of("give up " + version),
            warrant.service(),
            warrant.reason(),
            invocation.times().dayAndMinute(warrant.expiresAt()),
            invocation.times().zone(warrant.expiresAt()));
  }

  private record ForgottenView(String service, String version, String operator) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.key-forgotten/1")
          .put("service", service)
          .put("version", version)
          .put("by", operator)
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      return List.of("%s of %s is given up, by %s".formatted(version, service, operator));
    }
  }
}

package dev.keyparity.cli.service;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.Confirmation;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.ApplyServiceReply;
import dev.keyparity.proto.coordinator.v1.ApplyServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Declares a service, or changes its declaration. */
@Command(
    name = "apply",
    description = {
      "Declare a KMS service, or change its declaration, as a service file says.",
      "",
      "What would change is shown first. Applying the same file again changes nothing. No KMS host"
          + " is touched by it."
    },
    footer = {
      "Examples:",
      "  keyparity service apply -f kms-prod.yaml --dry-run",
      "  keyparity service apply -f kms-prod.yaml --yes"
    })
final class ApplyService implements Verb {
  private static final int LARGEST = 1 << 20;

  private final Invocation invocation;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The service file (YAML).")
  Path file = Path.of("");

  @Option(names = "--dry-run", description = "Only show what would change.")
  boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  ApplyService(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    ApplyServiceRequest request =
        ApplyServiceRequest.newBuilder()
            .setServiceFile(ByteString.copyFrom(read()))
            .setDryRun(true)
            .build();
    ApplyServiceReply would = invocation.ask(admin -> admin.applyService(request));
    if (dryRun || !would.getChanged()) {
      invocation.show(new AppliedView(would, dryRun && would.getChanged()));
      return ExitMeaning.OK;
    }
    String shown = String.join("\n", new AppliedView(would, true).lines(invocation.page()));
    new Confirmation(invocation).require(shown, "Apply?", yes);
    ApplyServiceRequest real = request.toBuilder().setDryRun(false).build();
    invocation.show(new AppliedView(invocation.ask(a -> a.applyService(real)), false));
    return ExitMeaning.OK;
  }

  private byte[] read() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new KeyparityException(
            ErrorCode.CONFIG_INVALID,
            "service file %s: larger than %d bytes (expected: a service file)"
                .formatted(file, LARGEST),
            "");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new KeyparityException(
          ErrorCode.UNREADABLE,
          "service file " + file + ": no such file",
          "share/config/kms-prod.yaml of the distribution is one to begin with",
          e);
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.UNREADABLE,
          "service file " + file + ": cannot be read: " + e.getClass().getSimpleName(),
          "",
          e);
    }
  }

  /** What applying a file changes, or would. */
  private record AppliedView(ApplyServiceReply reply, boolean only) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.service-apply/1")
          .put("service", reply.getService())
          .put("changed", reply.getChanged() && !only)
          .put("changes", Document.texts(reply.getChangesList()))
          .put("version", reply.getVersion())
          .put("dry_run", only)
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      String service = reply.getService();
      if (!reply.getChanged()) {
        return List.of(
            "%s is declared like this already (version %d)".formatted(service, reply.getVersion()));
      }
      if (!only) {
        // What changes was said before it was asked for.
        return List.of("%s is declared (version %d)".formatted(service, reply.getVersion()));
      }
      List<String> lines = new ArrayList<>();
      lines.add(service + (reply.getVersion() == 0 ? " would be declared:" : " would change:"));
      for (String change : reply.getChangesList()) {
        lines.addAll(Wrap.lines("  ", change, "    ", page.width()));
      }
      return lines;
    }
  }
}

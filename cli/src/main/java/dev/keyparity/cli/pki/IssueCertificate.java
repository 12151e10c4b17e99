package dev.keyparity.cli.pki;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Converters;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.PeerName;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.wording.Times;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Issues a certificate. */
@Command(
    name = "issue",
    description = {
      "Issue a key and certificate for an agent, a coordinator or an operator: tls.key, tls.crt and"
          + " ca.crt in a directory, replacing former ones. Running processes take them up by"
          + " themselves.",
      "",
      "For an operator also a signing key, operator.key, if there is none yet; what to pin in each"
          + " agent.yaml is printed."
    },
    footer = {
      "Examples:",
      "  keyparity pki issue agent kms1 --host kms1.example.com --out kms1-tls",
      "  keyparity pki issue coordinator coord1 --host coord1.example.com",
      "  keyparity pki issue operator alice --out ~/.config/keyparity/tls"
    })
final class IssueCertificate implements Verb {
  private final Invocation invocation;

  @Parameters(
      index = "0",
      paramLabel = "ROLE",
      completionCandidates = Converters.RoleNames.class,
      description = "agent, coordinator or operator.")
  Role role = Role.OPERATOR;

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = "For an agent: the host's name in the service file.")
  String name = "";

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "DNS name or IP address to put beside it, for other TLS clients; repeatable.")
  List<String> hosts = List.of();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the CA is kept. Default: /etc/keyparity/pki.")
  Path directory = Path.of("/etc/keyparity/pki");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the files go. Default: ./ROLE-NAME.")
  @Nullable Path out;

  @Option(
      names = "--valid",
      paramLabel = "DURATION",
      description = "How long it is good. Default: 90d.")
  Duration valid = Duration.ofDays(90);

  IssueCertificate(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    Path target = out == null ? Path.of(role.text() + "-" + name) : out;
    PeerName peer;
    try {
      peer = MiniCa.open(directory, invocation.clock()).issue(role, name, hosts, valid, target);
    } catch (IllegalArgumentException e) {
      throw new KeyparityException(ErrorCode.USAGE, String.valueOf(e.getMessage()), "", e);
    }
    PinnedKey pinned = role == Role.OPERATOR ? operatorKey(target) : null;
    Instant expires = invocation.clock().instant().plus(valid);
    invocation.show(new IssuedView(peer, target, expires, pinned));
    return ExitMeaning.OK;
  }

  private PinnedKey operatorKey(Path target) {
    Path file = target.resolve(Signing.KEY_FILE);
    return Files.exists(file) ? PinnedKey.read(name, file) : PinnedKey.make(name, file);
  }

  private record IssuedView(
      PeerName peer, Path directory, Instant expires, @Nullable PinnedKey pinned) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.pki-issue/1")
          .put("name", peer.uri())
          .put("directory", directory.toString())
          .put("expires_at", expires)
          .put("operator_public_key", pinned == null ? null : pinned.publicKey())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      Times times = page.times();
      List<String> lines = new ArrayList<>();
      lines.add("%s: %s".formatted(directory, peer.uri()));
      lines.add("  good until %s %s".formatted(times.dayAndMinute(expires), times.zone(expires)));
      if (pinned != null) {
        lines.add("");
        lines.addAll(pinned.lines());
      }
      return lines;
    }
  }
}

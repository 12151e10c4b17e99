package dev.keyparity.cli.doctor;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Target;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.proto.coordinator.v1.ShowLeaderRequest;
import dev.keyparity.wording.Times;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Looks at everything between an operator and an answer. */
@Command(
    name = "doctor",
    description = {
      "Check what stands between you and an answer: contexts, certificate, signing key, each"
          + " coordinator, the leader, clocks. Changes nothing.",
      "",
      "Exits 0 if all is well, else as the first thing that is not."
    })
public final class DoctorVerb implements Verb {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SKEW = Duration.ofSeconds(10);

  private final Invocation invocation;
  private final List<Finding> findings = new ArrayList<>();

  private record Finding(
      String what, boolean good, String detail, String whatToDo, ExitMeaning exit) {}

  DoctorVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new DoctorVerb(invocation));
  }

  @Override
  public ExitMeaning run() {
    boolean configured =
        check(
            "context",
            () -> {
              Target target = invocation.target();
              return "TLS files in %s; %s"
                  .formatted(
                      target.tlsDirectory(),
                      target.coordinators().stream()
                          .map(HostPort::toString)
                          .collect(Collectors.joining(", ")));
            });
    boolean certified =
        configured && check("certificate", () -> "operator " + invocation.operator());
    if (configured) {
      check("signing key", this::signingKey);
    }
    if (certified) {
      invocation.coordinators().addresses().forEach(this::coordinator);
      check("leader", this::leader);
    }
    invocation.show(new FindingsView(findings));
    return findings.stream()
        .filter(finding -> !finding.good())
        .map(Finding::exit)
        .findFirst()
        .orElse(ExitMeaning.OK);
  }

  private boolean check(String what, Supplier<String> look) {
    try {
      findings.add(new Finding(what, true, look.get(), "", ExitMeaning.OK));
      return true;
    } catch (KeyparityException e) {
      findings.add(
          new Finding(what, false, e.operatorMessage(), e.whatToDo(), e.code().exitMeaning()));
      return false;
    }
  }

  private String signingKey() {
    Path file = invocation.target().tlsDirectory().resolve(Signing.KEY_FILE);
    if (!Files.exists(file)) {
      return "none: this person can look, not sign";
    }
    return "public key " + OperatorKey.read(file).publicKey().text();
  }

  private void coordinator(HostPort address) {
    check(
        "coordinator " + address,
        () -> {
          LeaderReply reply =
              invocation
                  .coordinators()
                  .askAt(
                      address,
                      invocation.timeout(TIMEOUT),
                      admin -> admin.showLeader(ShowLeaderRequest.getDefaultInstance()));
          return reply.getCoordinator().isEmpty()
              ? "answers; knows no leader"
              : "answers; says that %s leads (epoch %d)"
                  .formatted(reply.getCoordinator(), reply.getEpoch());
        });
  }

  private String leader() {
    GetStatusRequest request = GetStatusRequest.getDefaultInstance();
    Instant theirs = Times.ofMillis(invocation.ask(admin -> admin.getStatus(request)).getAsOfMs());
    Duration apart = Duration.between(theirs, invocation.clock().instant()).abs();
    return apart.compareTo(SKEW) > 0
        ? "answers, but its clock and ours are %s apart".formatted(Times.age(apart))
        : "answers; clocks agree";
  }

  private record FindingsView(List<Finding> findings) implements View {
    FindingsView {
      findings = List.copyOf(findings);
    }

    @Override
    public Document document() {
      return Document.schema("keyparity.doctor/1")
          .put("well", findings.stream().allMatch(Finding::good))
          .put("findings", Document.items(findings, FindingsView::finding))
          .build();
    }

    private static Document finding(Finding finding) {
      return Document.fields()
          .put("what", finding.what())
          .put("well", finding.good())
          .put("detail", finding.detail())
          .put("what_to_do", finding.whatToDo().isEmpty() ? null : finding.whatToDo())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      List<String> lines = new ArrayList<>();
      int widest = findings.stream().mapToInt(f -> f.what().length()).max().orElse(0);
      for (Finding finding : findings) {
        String mark = finding.good() ? Ink.GOOD.of("✓") : Ink.BAD.of("✗");
        String head = " " + mark + " " + Table.padded(finding.what(), widest) + "  ";
        for (String line : finding.detail().split("\n", -1)) {
          lines.addAll(Wrap.lines(head, line, "     ", page.width()));
          head = "     ";
        }
        finding
            .whatToDo()
            .lines()
            .forEach(line -> lines.addAll(Wrap.advice("     ", line, "     ", page.width())));
      }
      return lines;
    }
  }
}

package dev.keyparity.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.doctor.Line.Well;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.ExamineReply;
import dev.keyparity.proto.coordinator.v1.Finding;
import dev.keyparity.wording.InstallationFault.Sort;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceLinesTest {
  private static List<Line> lines(Finding... findings) {
    ExamineReply reply =
        ExamineReply.newBuilder()
            .addHosts("kms1")
            .addHosts("kms2")
            .addAllFindings(List.of(findings))
            .build();
    return ServiceLines.of(
        new Look.Seen<>(List.of(new Facts.Examined("kms-prod", new Look.Seen<>(reply)))));
  }

  private static Line.Finding only(List<Line> lines) {
    return lines.stream()
        .filter(Line.Finding.class::isInstance)
        .map(Line.Finding.class::cast)
        .reduce(
            (one, other) -> {
              throw new AssertionError("more than one: " + lines);
            })
        .orElseThrow();
  }

  private static Finding.Builder found(String code, String host) {
    return Finding.newBuilder()
        .setCode(code)
        .setHost(host)
        .setMessage("so it is")
        .addWhatToDo("mend it");
  }

  @Test
  void nothingFound_eachHostIsWell() {
    assertThat(lines()).allMatch(Well.class::isInstance);
    assertThat(lines())
        .extracting(Line::what)
        .containsExactly("service kms-prod", "kms-prod kms1", "kms-prod kms2");
  }

  @Test
  void findingOfAHost_standsAtItsPlace_andTheServicesOwnLast() {
    List<Line> lines = lines(found("tokens-apart", "").build(), found("clock", "kms1").build());

    assertThat(lines)
        .extracting(Line::what)
        .containsExactly("service kms-prod", "kms-prod kms1", "kms-prod kms2", "kms-prod");
    Line.Finding clock = (Line.Finding) lines.get(1);
    assertThat(clock.sort()).isEqualTo(Sort.CONFIGURATION);
    assertThat(clock.meaning()).startsWith("warrants and permits are dated");
    assertThat(clock.whatToDo()).containsExactly("mend it");
  }

  @Test
  void warningOfAFaultThatIsUsuallyMore_staysAWarning() {
    assertThat(only(lines(found("clock", "kms1").setWarning(true).build())).isWarning()).isTrue();
  }

  /** It must not be shown as less than the newer coordinator makes of it. */
  @Test
  void codeOfANewerCoordinator_isShownAsAFault() {
    Line.Finding finding = only(lines(found("quantum-fog", "kms1").build()));

    assertThat(finding.code()).isEqualTo("quantum-fog");
    assertThat(finding.isWarning()).isFalse();
    assertThat(finding.seen()).isEqualTo("so it is");
  }

  @Test
  void noServiceDeclared_isTold() {
    Line.Finding finding = only(ServiceLines.of(new Look.Seen<>(List.of())));

    assertThat(finding.code()).isEqualTo("no-service");
    assertThat(finding.whatToDo()).anyMatch(it -> it.startsWith("keyparity service apply -f FILE"));
  }

  @Test
  void leaderCannotLook_isTold() {
    Line.Finding finding =
        only(
            ServiceLines.of(
                new Look.Seen<>(
                    List.of(
                        new Facts.Examined(
                            "kms-prod",
                            new Look.Failed<>(
                                new KeyparityException(
                                    ErrorCode.PROTOCOL_UNSUPPORTED,
                                    "does not know this call")))))));

    assertThat(finding.code()).isEqualTo("not-examined");
    assertThat(finding.whatToDo()).isNotEmpty();
  }

  @Test
  void nobodyCouldAsk_nothingIsSaid() {
    assertThat(ServiceLines.of(new Look.NotTried<>())).isEmpty();
  }
}

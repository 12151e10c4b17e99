package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** systemd itself reads the units; whether they start on a booted host is shown elsewhere. */
class SystemdUnitsIT {
  private static final Path UNITS = Path.of("src/main/systemd");

  private static final Path GATE = UNITS.resolve("kms-keytrustee.service.d/keyparity-gate.conf");

  /** systemd-analyze security scores 0 (hard) to 100; above this something was loosened. */
  private static final String MOST_EXPOSED = "25";

  @ParameterizedTest
  @ValueSource(strings = {"keyparity-agent.service", "keyparity-coordinator.service"})
  void unit_readBySystemd_accepted(String unit, @TempDir Path directory) throws Exception {
    // Verification wants the executables of ExecStart to exist, and nothing is installed here.
    String text =
        Files.readString(UNITS.resolve(unit)).replaceAll("/opt/keyparity/bin/[a-z-]+", "/bin/true");
    Path copy = Files.writeString(directory.resolve(unit), text);

    String said = Tool.SYSTEMD_ANALYZE.accepts(directory, "verify", copy.toString());

    assertThat(said).doesNotContain(unit);
  }

  /** Together with a unit as a KMS may have one. */
  @Test
  void gateDropIn_readBySystemd_accepted(@TempDir Path directory) throws Exception {
    Path unit =
        Files.writeString(
            directory.resolve("kms-keytrustee.service"),
            "[Service]\nUser=daemon\nExecStart=/bin/true\n");
    Path dropIns = Files.createDirectory(directory.resolve("kms-keytrustee.service.d"));
    Files.copy(GATE, dropIns.resolve("keyparity-gate.conf"));

    String said = Tool.SYSTEMD_ANALYZE.accepts(directory, "verify", unit.toString());

    assertThat(said).doesNotContain("kms-keytrustee", "keyparity-gate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyparity-agent.service", "keyparity-coordinator.service"})
  void unit_exposure_staysLow(String unit) throws Exception {
    Tool.SYSTEMD_ANALYZE.accepts(
        UNITS, "security", "--offline=true", "--threshold=" + MOST_EXPOSED, unit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyparity-agent.service", "keyparity-coordinator.service"})
  void unit_dependencies_neverTieTheKms(String unit) throws Exception {
    assertThat(Files.readAllLines(UNITS.resolve(unit)))
        .noneMatch(line -> line.matches("(PartOf|BindsTo|Requires|Conflicts|Before)=.*"));
  }

  @Test
  void agent_thatEnds_leavesAKmsThatItsCommandStarted() throws Exception {
    assertThat(Files.readAllLines(UNITS.resolve("keyparity-agent.service")))
        .contains("KillMode=process");
  }
}

package dev.keyparity.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line: what it says, where, and with which exit status. */
class CoordinatorMainTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void version_printed_exits0() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("keyparity-coordinator ");
  }

  /** A configuration whose files are all there. */
  private Path good() throws IOException {
    return goodSince(Clock.systemUTC());
  }

  /**
   * @param issued a day before the certificate ends
   */
  private Path goodSince(Clock issued) throws IOException {
    MiniCa.init(directory.resolve("ca"), "example.test", Duration.ofDays(3), issued)
        .issue(Role.COORDINATOR, "coord1", List.of(), Duration.ofDays(1), directory);
    Path secret = write("zk.secret", "keyparity:secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    return write("good.yaml", config("coord1"));
  }

  @Test
  void checkConfig_goodFile_saysSo_exits0() throws IOException {
    Path file = good();
    assertThat(run("--config", file.toString(), "--check-config")).isZero();
    assertThat(out.toString(UTF_8))
        .startsWith(file + ": good, coordinator coord1 of group prod; certificate until ");
  }

  /** The unit asks this before each start, and an expired coordinator must live to say so. */
  @Test
  void checkConfig_certificateExpired_isTold_exits0() throws IOException {
    Path file = goodSince(Clock.offset(Clock.systemUTC(), Duration.ofDays(-2)));

    assertThat(run("--config", file.toString(), "--check-config")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("CERTIFICATE EXPIRED at ", "keyparity pki issue coordinator coord1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.crt", "tls.key", "ca.crt", "zk.secret"})
  void checkConfig_fileThatItNamesIsMissing_isNamed_exits3(String missing) throws IOException {
    Path file = good();
    Files.delete(directory.resolve(missing));

    assertThat(run("--config", file.toString(), "--check-config")).isEqualTo(3);
    assertThat(err.toString(UTF_8))
        .contains(directory.resolve(missing).toString())
        .containsPattern("(?m)^  \\S");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void checkConfig_badFile_everyProblemOnStderr_exits3() throws IOException {
    Path file = write("bad.yaml", config("coord 1") + "colour: blue\n");
    assertThat(run("--config", file.toString(), "--check-config")).isEqualTo(3);
    assertThat(err.toString(UTF_8))
        .contains("name: coord 1 (expected:")
        .contains("colour: unknown setting");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void checkConfig_noSuchFile_exits3() {
    assertThat(run("--config", directory.resolve("none").toString(), "--check-config"))
        .isEqualTo(3);
  }

  @Test
  void start_noTlsFiles_namesTheFile_exits3() throws IOException {
    Path file = write("good.yaml", config("coord1"));
    assertThat(run("--config", file.toString())).isEqualTo(3);
    assertThat(err.toString(UTF_8)).contains("tls.");
  }

  @Test
  void help_isAResult() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).contains("usage: keyparity-coordinator");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void arguments_unknownOrIncomplete_exits2() {
    assertThat(run("--colour")).isEqualTo(2);
    assertThat(run("--config")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("usage: keyparity-coordinator");
  }

  private String config(String name) {
    return """
    name: %s
    group: prod
    advertise: coord1:7418
    tls: {cert: %2$s/tls.crt, key: %2$s/tls.key, ca: %2$s/ca.crt}
    zookeeper: {connect: "zk1:2181", auth_file: %2$s/zk.secret}
    """
        .formatted(name, directory);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private int run(String... args) {
    return CoordinatorMain.run(
        List.of(args), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }
}

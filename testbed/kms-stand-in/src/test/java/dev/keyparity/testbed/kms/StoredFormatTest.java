package dev.keyparity.testbed.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StoredFormatTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final String FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567";

  @TempDir Path directory;

  static Stream<Arguments> records() {
    KeyRecord key =
        KeyRecord.of(
                "payroll",
                "AES/CTR/NoPadding",
                128,
                "wages",
                Map.of("key.acl.name", "payroll"),
                Instant.parse("2026-11-24T09:00:00Z"))
            .withOneMoreVersion();
    return Stream.of(
        Arguments.of("key-1.json", key),
        Arguments.of("key-deleted-1.json", key.deletedAt(Instant.parse("2026-11-25T09:00:00Z"))),
        Arguments.of(
            "version-1.json", SealedVersion.of("payroll@0", FINGERPRINT, new byte[] {1, 2, 3})),
        Arguments.of("host-1.json", HostRecord.of("kms1", List.of(FINGERPRINT))));
  }

  @ParameterizedTest
  @MethodSource("records")
  void record_written_isTheGoldenFileAndReadsBackEqual(String golden, StoredFormat stored)
      throws Exception {
    assertThat(new String(stored.toJson(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(Files.readString(GOLDEN.resolve(golden)));
    assertThat(StoredFormat.read(GOLDEN.resolve(golden), stored.format(), stored.getClass()))
        .isEqualTo(stored);
  }

  @ParameterizedTest
  @MethodSource("records")
  void record_ofAnotherNumberOrWithAnUnknownField_isRefused(String golden, StoredFormat stored)
      throws Exception {
    String text = Files.readString(GOLDEN.resolve(golden));
    Path file = directory.resolve("file.json");

    Files.writeString(file, text.replace("/1\"", "/2\""));
    assertThatThrownBy(() -> StoredFormat.read(file, stored.format(), stored.getClass()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected: " + stored.format());
    Files.writeString(file, text.replaceFirst(",", ",\"added\":1,"));
    assertThatThrownBy(() -> StoredFormat.read(file, stored.format(), stored.getClass()))
        .isInstanceOf(IOException.class);
    Files.writeString(file, text.substring(0, text.length() / 2));
    assertThatThrownBy(() -> StoredFormat.read(file, stored.format(), stored.getClass()))
        .isInstanceOf(IOException.class);
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> StoredFormat.read(file, stored.format(), stored.getClass()))
        .isInstanceOf(IOException.class);
  }
}

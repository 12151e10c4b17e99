package dev.keyparity.keyring.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.KeyringException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerManifestTest {
  @Test
  void manifest_written_isTheGoldenFile() throws Exception {
    assertThat(new String(TestManifests.small().toJson(), UTF_8)).isEqualTo(golden());
  }

  @Test
  void goldenFile_parsed_isTheManifest() throws Exception {
    assertThat(ContainerManifest.parse(golden().getBytes(UTF_8))).isEqualTo(TestManifests.small());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          keyparity.container/1       | keyparity.container/2                | UNKNOWN_FORMAT
          keyparity.container/1       | keyparity.bundle/1                   | UNKNOWN_FORMAT
          "format" :                  | "fromat" :                           | UNKNOWN_FORMAT
          "host" :                    | "hots" :                             | MALFORMED
          "id" :                      | "colour" : "red", "id" :             | UNKNOWN_FORMAT
          "id" :                      | "id" : "twice", "id" :               | MALFORMED
          "bytes" : 6144              | "bytes" : "6144"                     | MALFORMED
          "bytes" : 6144              | "bytes" : 6144.5                     | MALFORMED
          "bytes" : 6144              | "bytes" : null                       | MALFORMED
          "service" : "kms-prod"      | "service" : "../etc"                 | MALFORMED
          "service" : "kms-prod"      | "service" : 7                        | MALFORMED
          2026-11-24T02:00:00Z        | yesterday                            | MALFORMED
          AAAAAAAA                    | aaaaaaaa                             | MALFORMED
          "directory"                 | "hole"                               | MALFORMED
          "path" : "config-directory/link" | "path" : "../link"              | MALFORMED
          "path" : "config-directory/link" | "path" : "/link"                | MALFORMED
          "mode" : "0777"             | "mode" : "4777"                      | MALFORMED
          "target" : "../elsewhere"   | "target" : null                      | MALFORMED
          "sha256" : null, "mode" : "0700" | "mode" : "0700"                 | MALFORMED
          """)
  void goldenFileWithOneChange_parsed_isRefused(String from, String to, ErrorCode code)
      throws Exception {
    String loose = golden().replaceAll(",\\s+\"mode\"", ", \"mode\"");
    assertThat(loose).contains(from);
    String changed = loose.replaceFirst(java.util.regex.Pattern.quote(from), to);

    assertThatThrownBy(() -> ContainerManifest.parse(changed.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            KeyringException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  @Test
  void rubbish_parsed_isRefused() {
    for (String text : new String[] {"", "null", "[]", "\"\"", "{", "{}", "{} {}"}) {
      assertThatThrownBy(() -> ContainerManifest.parse(text.getBytes(UTF_8)))
          .isInstanceOf(KeyringException.class);
    }
    assertThatThrownBy(() -> ContainerManifest.parse((golden() + "{}").getBytes(UTF_8)))
        .isInstanceOf(KeyringException.class);
  }

  private static String golden() throws IOException {
    try (InputStream in =
        ContainerManifestTest.class.getResourceAsStream("/golden/container-manifest.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }
}

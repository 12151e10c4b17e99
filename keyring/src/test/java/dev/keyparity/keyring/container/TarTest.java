package dev.keyparity.keyring.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.keyring.KeyringException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TarTest {
  private static final TarHeader PLAIN =
      new TarHeader("a/b", TarHeader.FILE, 3, 0640, "kms", "kms", 1_700_000_000, "");

  @Property(tries = 200)
  void anyHeader_writtenAndRead_isTheSame(
      @ForAll @IntRange(min = 1, max = 400) int pathLength,
      @ForAll @IntRange(max = 300) int linkLength,
      @ForAll @LongRange(max = 20_000_000_000L) long size,
      @ForAll @IntRange(max = 0777) int mode)
      throws Exception {
    TarHeader header =
        new TarHeader(
            "p".repeat(pathLength),
            TarHeader.FILE,
            size,
            mode,
            "kms",
            "g".repeat(1 + linkLength % 60),
            1_700_000_000,
            "l".repeat(linkLength));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TarWriter(out).begin(header);

    assertThat(new TarReader(new ByteArrayInputStream(out.toByteArray())).next()).contains(header);
  }

  @Test
  void nameBeyondAscii_writtenAndRead_isTheSame() throws Exception {
    TarHeader header = new TarHeader("schlüssel/鍵", TarHeader.FILE, 0, 0600, "kms", "kms", 0, "");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TarWriter(out).begin(header);

    assertThat(new TarReader(new ByteArrayInputStream(out.toByteArray())).next()).contains(header);
  }

  @Test
  void archive_read_endsOnce() throws Exception {
    TarReader reader = new TarReader(new ByteArrayInputStream(archive()));

    assertThat(reader.next()).contains(PLAIN);
    assertThat(reader.content().readAllBytes()).isEqualTo("abc".getBytes(UTF_8));
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void archiveCutAnywhere_read_isRefused() throws Exception {
    byte[] whole = archive();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> readAll(cut))
          .as("first %d bytes", length)
          .isInstanceOfAny(KeyringException.class, IOException.class);
    }
  }

  @Test
  void anyByteOfAHeaderFlipped_read_isRefused() throws Exception {
    byte[] whole = archive();
    for (int at = 0; at < TarWriter.BLOCK; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;

      // The octet after the checksum's digits is padding that nothing covers.
      if (at != 155) {
        assertThatThrownBy(() -> readAll(flipped))
            .as("byte %d", at)
            .isInstanceOf(KeyringException.class);
      }
    }
  }

  @Test
  void bytesAfterTheEnd_read_areRefused() throws Exception {
    byte[] longer = Arrays.copyOf(archive(), archive().length + 1);

    assertThatThrownBy(() -> readAll(longer)).isInstanceOf(KeyringException.class);
  }

  @Property(tries = 300)
  void anyBytes_read_areRefusedAndNothingElse(@ForAll @Size(max = 1_600) byte[] bytes) {
    assertThatThrownBy(() -> readAll(bytes))
        .isInstanceOfAny(KeyringException.class, IOException.class);
  }

  private static byte[] archive() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    writer.begin(PLAIN);
    out.writeBytes("abc".getBytes(UTF_8));
    writer.end(3);
    writer.finish();
    return out.toByteArray();
  }

  private static void readAll(byte[] bytes) throws IOException, KeyringException {
    TarReader reader = new TarReader(new ByteArrayInputStream(bytes));
    Optional<TarHeader> header = reader.next();
    while (header.isPresent()) {
      reader.content().readAllBytes();
      header = reader.next();
    }
  }
}

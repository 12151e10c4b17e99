package dev.keyparity.daemon.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadRecordsTest {
  private final ReadRecords<String, String> records = new ReadRecords<>(2);
  private final List<String> parsed = new ArrayList<>();

  private String read(String key, String stored) throws MalformedRecord {
    return records.read(
        key,
        stored.getBytes(StandardCharsets.UTF_8),
        bytes -> {
          String text = new String(bytes, StandardCharsets.UTF_8);
          if (text.isEmpty()) {
            throw new MalformedRecord("empty");
          }
          parsed.add(text);
          return text;
        });
  }

  @Test
  void sameBytes_areParsedOnce_otherBytesAnew() throws Exception {
    assertThat(read("a", "one")).isEqualTo("one");
    assertThat(read("a", "one")).isEqualTo("one");
    assertThat(read("a", "two")).isEqualTo("two");
    assertThat(read("a", "one")).isEqualTo("one");

    assertThat(parsed).containsExactly("one", "two", "one");
  }

  @Test
  void sameBytesOfAnotherKey_areParsedAnew() throws Exception {
    read("a", "one");
    read("b", "one");

    assertThat(parsed).containsExactly("one", "one");
  }

  @Test
  void whatCannotBeRead_isRefusedEachTime() {
    assertThatThrownBy(() -> read("a", "")).isInstanceOf(MalformedRecord.class);
    assertThatThrownBy(() -> read("a", "")).isInstanceOf(MalformedRecord.class);
  }

  @Test
  void moreThanItHolds_theOneLeastLookedAtIsParsedAnew() throws Exception {
    read("a", "a");
    read("b", "b");
    read("a", "a");
    read("c", "c");
    read("a", "a");
    read("b", "b");

    assertThat(parsed).containsExactly("a", "b", "c", "b");
  }

  /** A caller that changes its array must not change what is compared. */
  @Test
  void bytesChangedByTheirOwner_areParsedAnew() throws Exception {
    byte[] bytes = "one".getBytes(StandardCharsets.UTF_8);
    records.read("a", bytes, it -> "first");
    bytes[0] = 'x';

    assertThat(records.read("a", bytes, it -> "second")).isEqualTo("second");
  }
}

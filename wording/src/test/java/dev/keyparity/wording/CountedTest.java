package dev.keyparity.wording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedTest {
  @ParameterizedTest
  @CsvSource({
    "0, host, 0 hosts",
    "1, host, 1 host",
    "2, host, 2 hosts",
    "1, copy, 1 copy",
    "2, copy, 2 copies",
    "2, property, 2 properties",
    "2, key version, 2 key versions",
    "2, key, 2 keys"
  })
  void number_hasTheFormOfItsWord(long number, String one, String said) {
    assertThat(Counted.of(number, one)).isEqualTo(said);
  }

  @Test
  void givenUp_standBesideTheNumber_andAreLeftOutWhereThereAreNone() {
    assertThat(Counted.of(12, "key version") + Counted.besides(2))
        .isEqualTo("12 key versions, 2 more given up");
    assertThat(Counted.besides(0)).isEmpty();
  }
}

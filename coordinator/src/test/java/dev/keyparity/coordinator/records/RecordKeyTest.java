package dev.keyparity.coordinator.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.records.RecordKey.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordKeyTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".hidden", "a/b", "a b", "-x", "ü", "a\u0000"})
  void of_nameThatIsNoPathPart_refused(String name) {
    assertThatThrownBy(() -> RecordKey.of(Kind.SPEC, name))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(RecordKey.isName(name)).isFalse();
  }

  @Test
  void of_itemWhereThereIsOne_refused() {
    assertThatThrownBy(() -> RecordKey.of(Kind.SPEC, "s", "item"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RecordKey.of(Kind.RUN, "s"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

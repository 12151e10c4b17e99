package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.keyring.KeysAtStake.Held;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysAtStakeTest {
  private static final KeysAtStake ONE = new KeysAtStake(List.of(primary("A"), sub("a")));
  private static final KeysAtStake TWO =
      new KeysAtStake(List.of(primary("B"), sub("b"), primary("A"), sub("a"), sub("x")));

  private static Held primary(String name) {
    return new Held(name, true);
  }

  private static Held sub(String name) {
    return new Held(name, false);
  }

  @Test
  void key_thatMustBeNamed_isTheFirstPrimaryThatIsNotKept() {
    assertThat(ONE.givesWayTo(List.of())).contains("A");
    assertThat(TWO.givesWayTo(List.of("A", "a"))).contains("B");
    assertThat(TWO.givesWayTo(List.of("B", "b"))).contains("A");
  }

  @Test
  void key_thatMustBeNamed_isASubkeyOnlyWhereEachPrimaryIsKept() {
    assertThat(TWO.givesWayTo(List.of("A", "a", "B", "b"))).contains("x");
    assertThat(TWO.givesWayTo(List.of("A", "B"))).contains("b");
  }

  @Test
  void nothing_mustBeNamedWhereAllAreKept() {
    assertThat(ONE.givesWayTo(List.of("a", "A", "B"))).isEmpty();
    assertThat(new KeysAtStake(List.of()).givesWayTo(List.of())).isEmpty();
  }

  @Test
  void subkeys_goWithTheirNamedPrimary_andOthersDoNot() {
    assertThat(ONE.beyond(List.of("A"), List.of())).isEmpty();
    assertThat(TWO.beyond(List.of("A"), List.of())).containsExactly("B", "b");
    assertThat(TWO.beyond(List.of("B"), List.of("A", "a"))).containsExactly("x");
  }

  @Test
  void primary_doesNotGoWithItsNamedSubkey() {
    assertThat(ONE.beyond(List.of("a"), List.of())).containsExactly("A");
    assertThat(TWO.beyond(List.of("x"), List.of("A", "a", "B", "b"))).isEmpty();
  }

  /** A file that begins with a subkey is damaged; nothing goes because nobody is named. */
  @Test
  void subkey_withoutAPrimaryBeforeIt_goesOnlyIfNamedItself() {
    KeysAtStake odd = new KeysAtStake(List.of(sub("s"), primary("A")));

    assertThat(odd.beyond(List.of(), List.of("A"))).containsExactly("s");
    assertThat(odd.beyond(List.of("A"), List.of())).containsExactly("s");
    assertThat(odd.beyond(List.of("s"), List.of("A"))).isEmpty();
  }
}

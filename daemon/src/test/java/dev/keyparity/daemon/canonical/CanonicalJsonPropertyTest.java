package dev.keyparity.daemon.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CanonicalJsonPropertyTest {

  @Property
  void parseOfEncode_isTheSameValue(@ForAll("values") Json value) throws MalformedRecord {
    assertThat(CanonicalJson.parse(CanonicalJson.encode(value))).isEqualTo(value);
  }

  @Property
  void encodeOfEqualValues_isTheSameBytes(@ForAll("values") Json value) throws MalformedRecord {
    byte[] once = CanonicalJson.encode(value);

    assertThat(CanonicalJson.encode(CanonicalJson.parse(once))).isEqualTo(once);
  }

  /** One value, one spelling: whatever a flipped byte still parses as is another value. */
  @Property
  void changedByte_isRefusedOrAnotherValue(
      @ForAll("values") Json value, @ForAll int where, @ForAll byte with) {
    byte[] bytes = CanonicalJson.encode(value);
    byte[] changed = bytes.clone();
    int place = Math.floorMod(where, bytes.length);
    changed[place] = with;
    if (Arrays.equals(changed, bytes)) {
      return;
    }

    try {
      assertThat(CanonicalJson.parse(changed)).isNotEqualTo(value);
    } catch (MalformedRecord refused) {
      assertThat(refused).hasMessageStartingWith("record: ");
    }
  }

  @Property
  void cutBytes_areRefused(@ForAll("objects") Json value, @ForAll int length) {
    byte[] bytes = CanonicalJson.encode(value);
    byte[] cut = Arrays.copyOf(bytes, Math.floorMod(length, bytes.length));

    assertThat(parses(cut)).isFalse();
  }

  @Property
  void rubbish_isRefusedOrIsItsOwnEncoding(@ForAll byte[] rubbish) {
    assertRefusedOrOwnEncoding(rubbish);
  }

  @Property
  void jsonLikeRubbish_isRefusedOrIsItsOwnEncoding(@ForAll("jsonLike") String rubbish) {
    assertRefusedOrOwnEncoding(rubbish.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefusedOrOwnEncoding(byte[] bytes) {
    try {
      assertThat(CanonicalJson.encode(CanonicalJson.parse(bytes))).isEqualTo(bytes);
    } catch (MalformedRecord refused) {
      assertThat(refused).hasMessageStartingWith("record: ");
    }
  }

  private static boolean parses(byte[] bytes) {
    try {
      CanonicalJson.parse(bytes);
      return true;
    } catch (MalformedRecord refused) {
      return false;
    }
  }

  @Provide
  Arbitrary<String> jsonLike() {
    return Arbitraries.strings().withChars("{}[]\",:\\u0012e-tfnal .\t").ofMaxLength(40);
  }

  @Provide
  Arbitrary<Json> values() {
    return values(3);
  }

  @Provide
  Arbitrary<Json> objects() {
    return objects(values(2));
  }

  /** Depth is bounded by construction: a lazily recursive generator can grow without end. */
  private static Arbitrary<Json> values(int depth) {
    Arbitrary<Json> leaves =
        Arbitraries.oneOf(
            strings().map(Json::of),
            Arbitraries.longs().between(-Json.Int.LIMIT, Json.Int.LIMIT).map(Json::of),
            Arbitraries.of(true, false).map(Json::of));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<Json> inner = values(depth - 1);
    return Arbitraries.oneOf(leaves, inner.list().ofMaxSize(3).map(Json.Arr::new), objects(inner));
  }

  private static Arbitrary<Json> objects(Arbitrary<Json> inner) {
    return Arbitraries.maps(strings(), inner)
        .ofMaxSize(3)
        .map(fields -> new Json.Obj(new TreeMap<>(fields)));
  }

  private static Arbitrary<String> strings() {
    return Arbitraries.strings()
        .ofMaxLength(12)
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }
}

package dev.keyparity.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The stored formats as they were written once, byte for byte. {@code -Dkeyparity.rewrite=true}
 * writes them anew, for a new format number only.
 */
public final class Golden {

  /** A reader that may refuse. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(byte[] bytes) throws Exception;
  }

  private Golden() {}

  /**
   * @param name below {@code golden/}
   */
  public static byte[] bytes(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The golden bytes with one text in them replaced. */
  public static byte[] edited(String name, String found, String replaced) {
    String golden = new String(bytes(name), UTF_8);
    assertThat(golden).contains(found);
    return golden.replace(found, replaced).getBytes(UTF_8);
  }

  /** The same where a refusal need not say more than why. */
  public static <T> void check(String name, byte[] written, Reader<T> reader, T value)
      throws Exception {
    check(name, written, reader, value, "");
  }

  /**
   * The writer gives the golden bytes and the reader takes them. It refuses another number, a field
   * more and a field less at every level, and bytes that were cut.
   *
   * @param where what every refusal must say
   */
  public static <T> void check(String name, byte[] written, Reader<T> reader, T value, String where)
      throws Exception {
    Path file = Path.of("src/test/resources/golden", name);
    if (Boolean.getBoolean("keyparity.rewrite")) {
      Files.write(file, written);
    }
    byte[] golden = Files.readAllBytes(file);
    assertThat(new String(written, UTF_8)).isEqualTo(new String(golden, UTF_8));
    assertThat(reader.read(golden)).isEqualTo(value);
    for (String refused : refused(new String(golden, UTF_8))) {
      assertThatThrownBy(() -> reader.read(refused.getBytes(UTF_8)))
          .as(refused)
          .hasMessageContaining(where);
    }
  }

  private static List<String> refused(String golden) throws Exception {
    String otherNumber =
        golden.replaceFirst("(\"format\":\"keyparity\\.[a-z-]+)/\\d+\"", "$1/99\"");
    assertThat(otherNumber).isNotEqualTo(golden);
    List<String> refused = new ArrayList<>(List.of("", "rubbish", golden + " ", otherNumber));
    for (int cut = 1; cut < golden.length(); cut += 7) {
      refused.add(golden.substring(0, cut));
    }
    edited(CanonicalJson.parse(golden.getBytes(UTF_8)), UnaryOperator.identity(), refused);
    return refused;
  }

  /**
   * Every document that has one field more or less, in this part of it.
   *
   * @param whole puts an edited part in its place
   */
  private static void edited(Json part, UnaryOperator<Json> whole, List<String> out) {
    if (part instanceof Json.Obj object) {
      out.add(text(whole, with(object, "zz_unknown", Json.of(1))));
      for (Map.Entry<String, Json> field : object.fields().entrySet()) {
        out.add(text(whole, without(object, field.getKey())));
        edited(field.getValue(), it -> whole.apply(with(object, field.getKey(), it)), out);
      }
    } else if (part instanceof Json.Arr list) {
      for (int i = 0; i < list.items().size(); i++) {
        int at = i;
        edited(list.items().get(i), it -> whole.apply(with(list, at, it)), out);
      }
    }
  }

  private static String text(UnaryOperator<Json> whole, Json part) {
    return CanonicalJson.encodeText(whole.apply(part));
  }

  private static Json with(Json.Obj object, String name, Json value) {
    TreeMap<String, Json> fields = new TreeMap<>(object.fields());
    fields.put(name, value);
    return new Json.Obj(fields);
  }

  private static Json without(Json.Obj object, String name) {
    TreeMap<String, Json> fields = new TreeMap<>(object.fields());
    fields.remove(name);
    return new Json.Obj(fields);
  }

  private static Json with(Json.Arr list, int at, Json value) {
    List<Json> items = new ArrayList<>(list.items());
    items.set(at, value);
    return new Json.Arr(items);
  }
}

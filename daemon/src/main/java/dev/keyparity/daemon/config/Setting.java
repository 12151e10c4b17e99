package dev.keyparity.daemon.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of one setting: key, type, default, whether it is required or secret, former
 * names, one sentence. Immutable; each {@code with…} gives a changed copy, so a declaration reads
 *
 * <pre>{@code
 * static final Setting<Integer> PORT =
 *     Setting.of("listen.port", SettingType.PORT).orElse(7417).doc("Port the agent listens on.");
 * }</pre>
 *
 * <p>A dot in a key means a nested map in the file. Without a default and not required, the setting
 * is optional: read it with {@link ConfigValues#find}.
 */
public final class Setting<T> {
  private final String key;
  private final SettingType<T> type;
  private final @Nullable T defaultValue;
  private final boolean required;
  private final boolean secret;
  private final List<String> retiredNames;
  private final String doc;
  private final @Nullable Schema section;
  private final boolean repeated;

  private Setting(Draft<T> draft) {
    this.key = draft.key;
    this.type = draft.type;
    this.defaultValue = draft.defaultValue;
    this.required = draft.required;
    this.secret = draft.secret;
    this.retiredNames = List.copyOf(draft.retiredNames);
    this.doc = draft.doc;
    this.section = draft.section;
    this.repeated = draft.repeated;
  }

  public static <T> Setting<T> of(String key, SettingType<T> type) {
    return new Setting<>(new Draft<>(key, type));
  }

  public static Setting<String> string(String key) {
    return of(key, SettingType.STRING);
  }

  public static Setting<Integer> port(String key) {
    return of(key, SettingType.PORT);
  }

  public static Setting<Path> path(String key) {
    return of(key, SettingType.PATH);
  }

  public static Setting<Duration> duration(String key) {
    return of(key, SettingType.DURATION_TYPE);
  }

  public static Setting<HostPort> hostPort(String key) {
    return of(key, SettingType.HOST_PORT);
  }

  public static Setting<Boolean> bool(String key) {
    return of(key, SettingType.BOOLEAN);
  }

  public static Setting<Integer> integer(String key, int least, int most) {
    return of(key, SettingType.integer(least, most));
  }

  public static <E extends Enum<E>> Setting<E> oneOf(String key, Class<E> type) {
    return of(key, SettingType.oneOf(type));
  }

  public static <T> Setting<List<T>> listOf(String key, SettingType<T> item) {
    return of(key, SettingType.listOf(item));
  }

  /**
   * A list of maps, such as operators. Absent means the empty list unless it is required, and then
   * it must have an item.
   */
  public static Setting<List<ConfigValues>> sections(String key, Schema item) {
    SettingType<List<ConfigValues>> type = SettingType.sections();
    Draft<List<ConfigValues>> draft = new Draft<>(key, type);
    draft.section = item;
    draft.repeated = true;
    draft.defaultValue = List.of();
    return new Setting<>(draft);
  }

  /** A map that is either there as a whole, with its own required settings, or absent. */
  public static Setting<ConfigValues> section(String key, Schema content) {
    Draft<ConfigValues> draft = new Draft<>(key, SettingType.section());
    draft.section = content;
    return new Setting<>(draft);
  }

  public Setting<T> orElse(T value) {
    Draft<T> draft = new Draft<>(this);
    draft.defaultValue = value;
    draft.required = false;
    return new Setting<>(draft);
  }

  public Setting<T> required() {
    Draft<T> draft = new Draft<>(this);
    draft.required = true;
    draft.defaultValue = null;
    return new Setting<>(draft);
  }

  /** Its value is shown nowhere. */
  public Setting<T> secret() {
    Draft<T> draft = new Draft<>(this);
    draft.secret = true;
    return new Setting<>(draft);
  }

  /** Names it once had: a file that still uses one is told the present name. */
  public Setting<T> retired(String... names) {
    Draft<T> draft = new Draft<>(this);
    draft.retiredNames = List.of(names);
    return new Setting<>(draft);
  }

  /** One sentence for the reference. */
  public Setting<T> doc(String sentence) {
    Draft<T> draft = new Draft<>(this);
    draft.doc = sentence;
    return new Setting<>(draft);
  }

  public String key() {
    return key;
  }

  SettingType<T> type() {
    return type;
  }

  @Nullable T defaultValue() {
    return defaultValue;
  }

  boolean isRequired() {
    return required;
  }

  boolean isSecret() {
    return secret;
  }

  List<String> retiredNames() {
    return retiredNames;
  }

  String doc() {
    return doc;
  }

  @Nullable Schema section() {
    return section;
  }

  boolean isRepeated() {
    return repeated;
  }

  @Override
  public String toString() {
    return key;
  }

  /** The mutable form, private to the factory methods above. */
  private static final class Draft<T> {
    private final String key;
    private final SettingType<T> type;
    private @Nullable T defaultValue;
    private boolean required;
    private boolean secret;
    private List<String> retiredNames = List.of();
    private String doc = "";
    private @Nullable Schema section;
    private boolean repeated;

    Draft(String key, SettingType<T> type) {
      this.key = key;
      this.type = type;
    }

    Draft(Setting<T> from) {
      this(from.key, from.type);
      this.defaultValue = from.defaultValue;
      this.required = from.required;
      this.secret = from.secret;
      this.retiredNames = from.retiredNames;
      this.doc = from.doc;
      this.section = from.section;
      this.repeated = from.repeated;
    }
  }
}

package dev.keyparity.wording;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** OpenPGP fingerprints as people compare them. */
public final class Fingerprints {
  private static final Pattern FULL = Pattern.compile("[0-9A-F]{40}");
  private static final Pattern ANYWHERE = Pattern.compile("\\b[0-9A-F]{40}\\b");
  private static final int SHOWN = 4;

  private Fingerprints() {}

  /** {@code 4F2A…9C1D}; anything that is no fingerprint stays as it is. */
  public static String brief(String fingerprint) {
    if (!FULL.matcher(fingerprint).matches()) {
      return fingerprint;
    }
    return fingerprint.substring(0, SHOWN) + "…" + fingerprint.substring(40 - SHOWN);
  }

  public static String brief(List<String> fingerprints) {
    return fingerprints.isEmpty() ? "no key" : brief(fingerprints.get(0));
  }

  /** A text with every fingerprint in it as it is shown elsewhere. */
  public static String abbreviated(String text) {
    return ANYWHERE.matcher(text).replaceAll(found -> brief(found.group()));
  }

  /** Ten groups of four digits, for reading out. */
  public static String grouped(String fingerprint) {
    return fingerprint.replaceAll("(.{4})(?!$)", "$1 ");
  }

  public static boolean isFull(String text) {
    return FULL.matcher(text).matches();
  }

  /**
   * What a person typed or pasted, as it is written here: upper-case, no spaces or {@code 0x}, the
   * dots of a brief form as one sign.
   */
  public static String normalized(String typed) {
    return typed
        .replaceAll("\\s", "")
        .replaceAll("\\.{2,3}", "…")
        .toUpperCase(Locale.ROOT)
        .replaceFirst("^0X", "");
  }
}

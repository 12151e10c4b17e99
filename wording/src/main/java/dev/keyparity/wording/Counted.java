package dev.keyparity.wording;

/** A number with what it counts: {@code 1 host}, {@code 3 hosts}, {@code 2 copies}. Pure. */
public final class Counted {
  private Counted() {}

  /**
   * @param one the word for one of them
   */
  public static String of(long number, String one) {
    return number + " " + (number == 1 ? one : plural(one));
  }

  /** Behind a number of key versions: those given up are never among it. */
  public static String besides(long givenUp) {
    return givenUp == 0 ? "" : ", %d more given up".formatted(givenUp);
  }

  private static String plural(String one) {
    boolean changes = one.matches(".*[^aeiou]y");
    return changes ? one.substring(0, one.length() - 1) + "ies" : one + "s";
  }
}

package dev.keyparity.testbed.protections;

import java.util.List;

/**
 * A protection, how it is taken out, and who must notice.
 *
 * @param name stable, in words
 * @param guards the invariant of docs/design/safety.md
 * @param module folder of the module whose source and tests these are
 * @param source the class that protects, below the module's main sources
 * @param cuts what is taken out; all of them at once
 * @param tests classes of the module's package {@code dev.keyparity.…}, or {@code Class#method}
 */
record Protection(
    String name, String guards, String module, String source, List<Cut> cuts, List<String> tests) {

  /**
   * @param text in the source exactly once
   * @param instead what stands there when the protection is out
   */
  record Cut(String text, String instead) {}

  Protection {
    cuts = List.copyOf(cuts);
    tests = List.copyOf(tests);
  }

  /** Without the package, as documents name them. */
  List<String> shortTests() {
    return tests.stream().map(test -> test.substring(test.lastIndexOf('.') + 1)).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}

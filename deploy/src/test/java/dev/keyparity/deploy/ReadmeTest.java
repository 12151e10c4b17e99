package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A stranger who follows README's table finds what it names. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CLASS = Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+)");

  /** {@code MODULE/…/PACKAGE}, perhaps with a class behind it. */
  private static final Pattern PLACE = Pattern.compile("([a-z]+)/…/([a-z/]+?)(?:/[A-Z]\\w+)?");

  @Test
  void whereToChangeWhat_namesClassesAndPackagesThatAreThere() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    int from = readme.indexOf("## Where to change what");
    String table = readme.substring(from, readme.indexOf("\n## ", from + 1));
    Set<String> sources = sources();
    Set<String> classes = new TreeSet<>();
    Set<String> missing = new TreeSet<>();

    for (String named : CODE.matcher(table).results().map(it -> it.group(1)).toList()) {
      var type = CLASS.matcher(named);
      if (type.matches()) {
        classes.add(type.group(1));
        if (sources.stream().noneMatch(it -> it.endsWith("/" + type.group(1) + ".java"))) {
          missing.add(named);
        }
      }
      var place = PLACE.matcher(named);
      if (place.matches()
          && sources.stream()
              .noneMatch(
                  it ->
                      it.startsWith(place.group(1) + "/src/main/")
                          && it.contains("/" + place.group(2) + "/"))) {
        missing.add(named);
      }
    }

    assertThat(classes).contains("TransitionTable", "Verdict", "ZPaths", "ErrorCode");
    assertThat(missing).isEmpty();
  }

  /** From the root of the project. */
  private static Set<String> sources() throws Exception {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .map(file -> ROOT.relativize(file).toString())
          .filter(file -> file.contains("src/main/") && !file.contains("target/"))
          .filter(file -> file.endsWith(".java"))
          .collect(Collectors.toSet());
    }
  }
}

package dev.keyparity.coordinator.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every colour of text stands out from both grounds, light and dark (WCAG 2.2, 1.4.3). */
class ContrastTest {
  private static final Pattern SCHEME = Pattern.compile("(?s):root \\{(.*?)\\}");
  private static final Pattern COLOUR = Pattern.compile("--(\\w+): #([0-9a-f]{6});");
  private static final double LEAST = 4.5;

  @Test
  void text_standsOutFromItsGround() {
    List<String> schemes =
        SCHEME.matcher(OwnResources.STYLE).results().map(it -> it.group(1)).toList();
    assertThat(schemes).hasSize(2);
    for (String scheme : schemes) {
      Map<String, Double> luminance = new HashMap<>();
      COLOUR
          .matcher(scheme)
          .results()
          .forEach(it -> luminance.put(it.group(1), luminance(Integer.parseInt(it.group(2), 16))));
      for (String ground : List.of("page", "box")) {
        for (String text : List.of("ink", "faint", "good", "warn", "bad")) {
          assertThat(contrast(of(luminance, ground), of(luminance, text)))
              .as("%s on %s in {%s}", text, ground, scheme)
              .isGreaterThanOrEqualTo(LEAST);
        }
      }
    }
  }

  /** And no rule brings a colour of its own. */
  @Test
  void colours_areOnlyThose() {
    String rules = SCHEME.matcher(OwnResources.STYLE).replaceAll("");
    assertThat(rules).doesNotContain("#", "rgb", "hsl", "opacity");
  }

  private static double of(Map<String, Double> luminance, String name) {
    return Objects.requireNonNull(luminance.get(name), name);
  }

  private static double contrast(double one, double other) {
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
  }

  private static double linear(int channel) {
    double part = (channel & 0xff) / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}

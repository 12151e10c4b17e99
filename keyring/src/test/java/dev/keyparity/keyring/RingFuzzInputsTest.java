package dev.keyparity.keyring;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every input that the fuzzer starts from, and every one that once broke something. */
class RingFuzzInputsTest {
  static List<Path> inputs() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(RingFuzz.class.getResource("RingFuzzInputs")).toURI());
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void fuzzInput_read_breaksNothing(Path input) throws IOException {
    RingFuzz.check(Files.readAllBytes(input));
  }
}

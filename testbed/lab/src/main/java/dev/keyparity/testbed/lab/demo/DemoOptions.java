package dev.keyparity.testbed.lab.demo;

import java.util.List;

/**
 * What the demo was asked for.
 *
 * @param keep leave everything running at the end
 * @param json print the report on standard output
 * @param stop end what an earlier {@code --keep} left running, and nothing else
 */
record DemoOptions(boolean keep, boolean json, boolean stop) {
  static final String USAGE = "usage: demo [--keep] [-o json|text] | --stop";

  static DemoOptions parse(List<String> arguments) {
    boolean keep = false;
    boolean json = false;
    boolean stop = false;
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--keep" -> keep = true;
        case "--stop" -> stop = true;
        case "-o", "--output" -> {
          i++;
          json = format(i < arguments.size() ? arguments.get(i) : "nothing");
        }
        default -> throw new IllegalArgumentException("unknown: " + arguments.get(i));
      }
    }
    return new DemoOptions(keep, json, stop);
  }

  private static boolean format(String name) {
    return switch (name) {
      case "json" -> true;
      case "text" -> false;
      default -> throw new IllegalArgumentException("-o " + name + " (expected: json or text)");
    };
  }
}

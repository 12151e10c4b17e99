package dev.keyparity.testbed.lab.estate;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Tells the story on standard error, each line with the time since the beginning. */
public final class Narrator {
  private final PrintStream out;
  private final long begun = System.nanoTime();
  private String scene = "before the first scene";

  public Narrator(PrintStream out) {
    this.out = out;
  }

  /** A new scene. */
  public void scene(String title) {
    scene = title;
    out.printf("%n%s  == %s%n", clock(), title);
  }

  /** The title of the scene that is being played. */
  public String present() {
    return scene;
  }

  public void say(String line) {
    out.printf("%s  %s%n", clock(), line);
  }

  /** What an operator sees or types, indented. */
  public void quote(String text) {
    text.lines().forEach(line -> out.printf("         │ %s%n", line));
  }

  /** Says what is awaited, with a dot each second, until it is so; false at the limit. */
  public boolean await(String what, Duration limit, BooleanSupplier condition) {
    out.printf("%s  %s ", clock(), what);
    long end = System.nanoTime() + limit.toNanos();
    long nextDot = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    boolean reached = condition.getAsBoolean();
    while (!reached && System.nanoTime() < end) {
      Pause.briefly();
      if (System.nanoTime() > nextDot) {
        out.print('.');
        out.flush();
        nextDot += Duration.ofSeconds(1).toNanos();
      }
      reached = condition.getAsBoolean();
    }
    out.println(reached ? " ✓" : " ✗ not after " + limit.toSeconds() + " s");
    return reached;
  }

  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private String clock() {
    long seconds = elapsed().toSeconds();
    return "%3d:%02d".formatted(seconds / 60, seconds % 60);
  }
}

package dev.keyparity.testbed.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The argument file of a small virtual machine: {@code java @FILE} keeps command lines short, hides
 * no class path from who reads it, and marks the process with a path that is its own.
 */
public final class JavaLauncher {
  private static final List<String> SMALL =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k");

  private JavaLauncher() {}

  /** The launcher of the Java that runs this. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** What marks a process that was started from the argument file. */
  public static String mark(Path argumentFile) {
    return "@" + argumentFile;
  }

  /**
   * Writes an argument file.
   *
   * @param options for the virtual machine, heap size and properties
   * @param mainAndArguments the main class and what it is given
   */
  public static void write(
      Path argumentFile,
      List<String> options,
      List<Path> classPath,
      List<String> mainAndArguments) {
    List<String> arguments = new ArrayList<>(SMALL);
    arguments.addAll(options);
    arguments.add("-cp");
    arguments.add(String.join(":", classPath.stream().map(Path::toString).toList()));
    arguments.addAll(mainAndArguments);
    try {
      Files.write(argumentFile, arguments.stream().map(JavaLauncher::quoted).toList());
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "writing " + argumentFile, e);
    }
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

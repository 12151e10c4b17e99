package dev.keyparity.testbed.lab.process;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the build left what the lab starts. The lab is never installed, it runs from a checkout; so
 * it finds its neighbours from where its own classes lie ({@code testbed/lab/target}), or below the
 * directory that the system property {@value #DIRECTORY} names.
 */
public final class Testbed {
  /** Names the checkout's {@code testbed} directory. */
  public static final String DIRECTORY = "keyparity.testbed";

  private Testbed() {}

  /** Class path of a KMS process: Hadoop's own, which no class of the product is on. */
  public static List<Path> kmsClassPath() {
    Path target = directory().resolve("kms-stand-in/target");
    List<Path> classPath = new ArrayList<>();
    classPath.add(built(target.resolve("kms-stand-in.jar"), "testbed/kms-stand-in"));
    classPath.addAll(
        readClassPath(target.resolve("kms-stand-in.classpath"), "testbed/kms-stand-in"));
    return List.copyOf(classPath);
  }

  /** Class path of a ZooKeeper server process. */
  public static List<Path> zooKeeperClassPath() {
    return readClassPath(directory().resolve("lab/target/zookeeper.classpath"), "testbed/lab");
  }

  private static Path directory() {
    String named = System.getProperty(DIRECTORY);
    if (named != null) {
      return Path.of(named);
    }
    CodeSource source = Testbed.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new LabException(
          LabException.Code.NOT_BUILT, DIRECTORY + " is not set (expected: the testbed directory)");
    }
    try {
      // testbed/lab/target/classes or testbed/lab/target/the.jar
      return Path.of(source.getLocation().toURI()).resolve("../../..").normalize();
    } catch (URISyntaxException e) {
      throw new LabException(LabException.Code.NOT_BUILT, "where the lab's classes lie", e);
    }
  }

  private static List<Path> readClassPath(Path file, String module) {
    try {
      return List.of(Files.readString(built(file, module)).strip().split(":")).stream()
          .map(Path::of)
          .toList();
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "reading " + file, e);
    }
  }

  private static Path built(Path file, String module) {
    if (!Files.isRegularFile(file)) {
      throw new LabException(
          LabException.Code.NOT_BUILT,
          file + ": not there (expected: built by ./mvnw -pl " + module + " -am test)");
    }
    return file;
  }
}

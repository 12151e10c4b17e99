package dev.keyparity.testbed.lab.demo;

import dev.keyparity.testbed.lab.estate.EstateFailure;
import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.estate.SplitService;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A service in which a host that should give way alone can open a customer's key. */
final class RefusedScene {
  static final String SERVICE = "kms-lab";
  private static final int BLOCKED = 7;
  private static final int REFUSED = 8;

  private final SplitService split;
  private final Operator operator;
  private final Narrator narrator;
  private final Report report;

  RefusedScene(SplitService split, Operator operator, Narrator narrator, Report report) {
    this.split = split;
    this.operator = operator;
    this.narrator = narrator;
    this.report = report;
  }

  void play(Path serviceFile) {
    narrator.scene("another service: kms2 alone opens a customer's key, and is told to give way");
    Map<String, byte[]> before = files();
    operator.mustType("service", "apply", "-f", serviceFile.toString(), "--yes");
    operator.proveRecoveryKey(SERVICE);
    Command.Result enable = operator.type("enable", SERVICE, "--reference", "kms1", "--yes");
    EstateFailure.check(
        enable.exit() == BLOCKED, "enable: exit %d (expected: 7)".formatted(enable.exit()));
    Command.Result resume = operator.keepKeyOf("kms1", SERVICE, split);
    int changed = changed(before, files());
    report.put("refused_scene", Map.of("exit", resume.exit(), "files_changed", changed));
    narrator.say("exit %d, %d files changed on any host".formatted(resume.exit(), changed));
    EstateFailure.check(
        resume.exit() == REFUSED && changed == 0,
        "refused scene: exit %d, %d files changed (expected: 8, 0)"
            .formatted(resume.exit(), changed));
    operator.mustType(
        "run", "abort", "--service", SERVICE, "--reason", "the key's owner was asked", "--yes");
  }

  /** Every file of the key and configuration directories; backups lie elsewhere. */
  private Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    for (KmsHost host : split.hosts()) {
      read(host.paths().keyDirectory(), files);
      read(host.paths().configuration(), files);
    }
    return files;
  }

  private static void read(Path directory, Map<String, byte[]> into) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        into.put(file.toString(), Files.readAllBytes(file));
      }
    } catch (IOException | UncheckedIOException e) {
      throw new LabException(LabException.Code.FILES, "reading " + directory, e);
    }
  }

  private static int changed(Map<String, byte[]> before, Map<String, byte[]> after) {
    Map<String, byte[]> all = new TreeMap<>(before);
    all.putAll(after);
    return (int)
        all.keySet().stream()
            .filter(file -> !Arrays.equals(before.get(file), after.get(file)))
            .count();
  }
}

package dev.keyparity.testbed.lab.demo;

import dev.keyparity.testbed.lab.estate.EstateFailure;
import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.estate.SplitService;
import dev.keyparity.testbed.lab.kms.LoadBalancedRun;
import dev.keyparity.testbed.lab.kms.Matrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is true of a split service, and what a load-balanced client is told. */
final class ProblemScene {
  private static final int CLIENT_OPERATIONS = 24;

  private final SplitService split;
  private final Narrator narrator;
  private final Report report;

  ProblemScene(SplitService split, Narrator narrator, Report report) {
    this.split = split;
    this.narrator = narrator;
    this.report = report;
  }

  /**
   * @param keys what the client asks for
   */
  void play(List<String> keys) {
    narrator.scene("kms1 served for months; kms2 and kms3 were started too early");
    Matrix before = Matrix.measure(split.hosts());
    report.put("matrix_before", pairs(before));
    narrator.say("decrypt matrix: %d of %d pairs".formatted(before.ok(), before.size()));
    LoadBalancedRun client = LoadBalancedRun.run(split.service(), CLIENT_OPERATIONS, keys);
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("operations", client.operations());
    seen.put("ok", client.ok());
    seen.put("misled", client.misled());
    report.put("load_balanced_before", seen);
    narrator.say(
        "a load-balanced client: %d of %d operations work, %d of them hide a host that cannot"
            .formatted(client.ok(), client.operations(), client.misled()));
    EstateFailure.check(before.ok() == 0, "matrix before: %d (expected: 0)".formatted(before.ok()));
  }

  static Map<String, Object> pairs(Matrix matrix) {
    Map<String, Object> pairs = new LinkedHashMap<>();
    pairs.put("pairs", matrix.size());
    pairs.put("ok", matrix.ok());
    return pairs;
  }
}

package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.keyring.Warning;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an operator should mend on one host, each with its sort, as it is collected. */
final class Cautions {
  private static final String UNFINISHED_INSTALL = "UNFINISHED_INSTALL";
  private static final String KMS_NOT_ANSWERING = "KMS_NOT_ANSWERING";
  private static final String STATEMENT_DAMAGED = "STATEMENT_DAMAGED";
  private static final String STATEMENT_OLD = "STATEMENT_OLD";

  /** A sort that only a newer agent knows: metrics must not carry whatever an agent says. */
  private static final String OTHER = "OTHER";

  static final Caution OTHER_KEY_SERVED =
      new Caution(
          "OTHER_KEY_SERVED", "its KMS process was started with another key and still serves it");

  /**
   * @param kind a stable name
   */
  record Caution(String kind, String text) {}

  private final List<Caution> all = new ArrayList<>();

  /** Those that need nothing to be held against. */
  static Cautions of(HostReport report) {
    Cautions cautions = new Cautions();
    report
        .getKeyDirectory()
        .getWarningsList()
        .forEach(
            warning -> cautions.add(new Caution(known(warning.getKind()), warning.getMessage())));
    if (!report.getInstallMarker().isEmpty()) {
      cautions.add(
          new Caution(
              UNFINISHED_INSTALL,
              "an install of run %s is not finished".formatted(report.getInstallMarker())));
    }
    if (HostFacts.of(report).kmsState() == KmsProcess.State.STARTING) {
      cautions.add(new Caution(KMS_NOT_ANSWERING, "its KMS process lives and does not answer"));
    }
    return cautions;
  }

  private static String known(String kind) {
    return Arrays.stream(Warning.Kind.values())
        .map(Enum::name)
        .filter(kind::equals)
        .findFirst()
        .orElse(OTHER);
  }

  void add(Caution caution) {
    all.add(caution);
  }

  void add(Warning warning) {
    add(new Caution(warning.kind().name(), warning.toString()));
  }

  /** A host that has not learned the newest statement would gate its KMS by an older one. */
  void addStatement(Statement held, long wanted) {
    if (!held.getIntact()) {
      add(new Caution(STATEMENT_DAMAGED, "its identity statement is damaged"));
    } else if (held.getGeneration() < wanted) {
      add(
          new Caution(
              STATEMENT_OLD,
              "it has identity statement %d (expected: %d)"
                  .formatted(held.getGeneration(), wanted)));
    }
  }

  List<String> texts() {
    return all.stream().map(Caution::text).toList();
  }

  Set<String> kinds() {
    Set<String> kinds = new TreeSet<>();
    all.forEach(caution -> kinds.add(caution.kind()));
    return kinds;
  }
}

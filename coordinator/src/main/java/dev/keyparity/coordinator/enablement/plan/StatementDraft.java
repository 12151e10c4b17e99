package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.proto.agent.v1.File;
import java.util.List;
import java.util.Optional;

/** The identity statement that approves what a host holds. Pure. */
final class StatementDraft {
  private StatementDraft() {}

  /** Empty if the statement on record says the same already, and every host has it. */
  static Optional<IdentityStatement> of(PlanInputs inputs, HostFacts source) {
    long bytes =
        source.report().getKeyDirectory().getFilesList().stream()
            .filter(file -> file.getName().equals("secring.gpg"))
            .mapToLong(File::getBytes)
            .sum();
    IdentityStatement draft =
        new IdentityStatement(
            inputs.group(),
            inputs.spec().service(),
            inputs.generation() + 1,
            inputs.hosts().stream().sorted().toList(),
            source.identity(),
            source.fingerprints(),
            source.files(),
            bytes,
            inputs.now());
    boolean said = inputs.approved().filter(it -> saysTheSame(it, draft, inputs)).isPresent();
    return said ? Optional.empty() : Optional.of(draft);
  }

  /** What is approved stays to the last digest; only the hosts are others. */
  static IdentityStatement ofSameKey(
      PlanInputs inputs, IdentityStatement approved, List<String> hosts) {
    return new IdentityStatement(
        inputs.group(),
        inputs.spec().service(),
        inputs.generation() + 1,
        hosts.stream().sorted().toList(),
        approved.keyIdentity(),
        approved.fingerprints(),
        approved.files(),
        approved.secringBytes(),
        inputs.now());
  }

  private static boolean saysTheSame(
      IdentityStatement recorded, IdentityStatement draft, PlanInputs inputs) {
    return recorded.generation() == inputs.generation()
        && recorded.hosts().equals(draft.hosts())
        && recorded.keyIdentity().equals(draft.keyIdentity())
        && recorded.files().equals(draft.files())
        && inputs.hosts().stream()
            .map(host -> inputs.facts(host).report().getStatement())
            .allMatch(held -> held.getIntact() && held.getGeneration() == recorded.generation());
  }
}

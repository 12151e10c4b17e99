package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.enablement.act.KmsQuestions;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.DecryptMatrix;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.KmsClient;
import dev.keyparity.coordinator.kms.KmsClients;
import dev.keyparity.coordinator.kms.KmsSurvey;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.SurveyResult;
import java.util.List;
import java.util.Optional;

/** Asks each KMS host at its own address, never through a load-balancing one. Thread-safe. */
record DirectQuestions(KmsClients clients, KmsSurvey survey, DecryptMatrix matrix)
    implements KmsQuestions {

  @Override
  public SurveyResult survey(ServiceSpec spec, List<String> hosts) {
    return survey.take(
        spec.hosts().stream()
            .filter(host -> hosts.contains(host.name()))
            .map(this::client)
            .toList());
  }

  @Override
  public MatrixResult matrix(ServiceSpec spec, Optional<KeyVersion> fresh) {
    return matrix.measure(spec.hosts().stream().map(this::client).toList(), spec.probeKey(), fresh);
  }

  private KmsClient client(ServiceSpec.Host host) {
    return clients.of(host.name(), host.kms());
  }
}

package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.SurveyResult;
import java.util.List;
import java.util.Optional;

/** The two questions asked of all KMS hosts of a service, each directly. Thread-safe; block. */
public interface KmsQuestions {

  /** Which version of every key that any of these hosts lists can each of them open? */
  SurveyResult survey(ServiceSpec spec, List<String> hosts);

  /**
   * Does each host decrypt what each other encrypted under the probe key's current version?
   *
   * @param fresh the version made just now; an answer under another may come from memory
   */
  MatrixResult matrix(ServiceSpec spec, Optional<KeyVersion> fresh);
}

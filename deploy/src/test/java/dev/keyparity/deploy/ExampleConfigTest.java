package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.AgentConfig;
import dev.keyparity.agent.AgentConfigFile;
import dev.keyparity.coordinator.CoordinatorConfigFile;
import dev.keyparity.coordinator.inventory.ServiceFile;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is shipped to be copied is read by the very readers that will read the copies. */
class ExampleConfigTest {
  private static final Path EXAMPLES = Path.of("src/main/config");

  @Test
  void agent_example_isRead() {
    AgentConfig config = AgentConfigFile.read(EXAMPLES.resolve("agent.yaml"));

    assertThat(config.group()).isEqualTo("prod");
    assertThat(config.services()).hasSize(1);
  }

  @Test
  void coordinator_example_isRead() {
    assertThat(CoordinatorConfigFile.read(EXAMPLES.resolve("coordinator.yaml")).name())
        .isEqualTo("coord1");
  }

  @Test
  void service_example_isRead() throws Exception {
    ServiceSpec spec =
        ServiceFile.parse("kms-prod.yaml", Files.readAllBytes(EXAMPLES.resolve("kms-prod.yaml")));

    assertThat(spec.hostNames()).containsExactly("kms1", "kms2", "kms3");
  }

  /** An agent that guards a service of the example must be able to, by the agent's example. */
  @Test
  void examples_agreeWithEachOther() throws Exception {
    AgentConfig agent = AgentConfigFile.read(EXAMPLES.resolve("agent.yaml"));
    ServiceSpec spec =
        ServiceFile.parse("kms-prod.yaml", Files.readAllBytes(EXAMPLES.resolve("kms-prod.yaml")));

    assertThat(agent.services().get(0).name()).isEqualTo(spec.service());
    assertThat(spec.hostNames()).contains(agent.name());
  }
}

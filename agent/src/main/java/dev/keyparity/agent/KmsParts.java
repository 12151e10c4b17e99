package dev.keyparity.agent;

import dev.keyparity.agent.control.CommandControl;
import dev.keyparity.agent.control.DeclaredCommand;
import dev.keyparity.agent.control.HealthProbe;
import dev.keyparity.agent.control.HttpHealth;
import dev.keyparity.agent.control.KmsControl;
import dev.keyparity.agent.control.Pause;
import dev.keyparity.agent.control.ProcessTable;
import dev.keyparity.agent.control.SystemdBus;
import dev.keyparity.agent.control.SystemdControl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Makes the parts that touch a KMS; tests put doubles in their place. */
public interface KmsParts {
  KmsControl control(AgentConfig.Service service, Path output, ProcessTable processes);

  HealthProbe health(AgentConfig.Service service, ExecutorService executor);

  /** The real ones. */
  static KmsParts real() {
    return new Real();
  }

  /** The real ones. */
  final class Real implements KmsParts {
    private static final Duration STATUS_DEADLINE = Duration.ofSeconds(5);
    private static final Duration HEALTH_DEADLINE = Duration.ofSeconds(2);

    private Real() {}

    @Override
    public KmsControl control(AgentConfig.Service service, Path output, ProcessTable processes) {
      AgentConfig.Control control = service.control();
      if (control.kind() == AgentConfig.ControlKind.SYSTEMD) {
        return new SystemdControl(
            String.valueOf(control.unit()),
            new SystemdBus(control.bus()),
            processes,
            control.startDeadline(),
            control.stopDeadline(),
            Pause.real());
      }
      String name = service.name();
      return new CommandControl(
          new CommandControl.Declared(
              new DeclaredCommand(
                  control.start(), control.startDeadline(), output.resolve(name + "-start.txt")),
              new DeclaredCommand(
                  control.stop(), control.stopDeadline(), output.resolve(name + "-stop.txt")),
              status(control, output.resolve(name + "-status.txt")),
              control.pidFile(),
              control.argument(),
              control.startDeadline(),
              control.stopDeadline()),
          processes,
          Pause.real());
    }

    private static @Nullable DeclaredCommand status(AgentConfig.Control control, Path output) {
      return control.status().isEmpty()
          ? null
          : new DeclaredCommand(control.status(), STATUS_DEADLINE, output);
    }

    @Override
    public HealthProbe health(AgentConfig.Service service, ExecutorService executor) {
      return new HttpHealth(
          service.kmsUrl(), TrustFile.socketFactory(service.kmsCa()), HEALTH_DEADLINE, executor);
    }
  }
}

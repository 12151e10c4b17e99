package dev.keyparity.agent.control;

import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.time.Instant;
import java.util.Optional;

/**
 * A living process of a KMS.
 *
 * @param instance tells it from every other process, also after its number was reused
 * @param startedAt by the wall clock, to about 10 ms
 * @param invocation systemd's InvocationID, or {@code pid@ticks} where commands are declared
 */
public record KmsProcess(ProcessInstance instance, Instant startedAt, String invocation) {

  /** The living process of that number; empty if there is none. */
  static Optional<KmsProcess> ofPid(long pid) {
    Optional<ProcessInstance> instance = ProcessInstance.of(pid);
    Optional<Instant> started = ProcessHandle.of(pid).flatMap(h -> h.info().startInstant());
    if (instance.isEmpty() || started.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new KmsProcess(instance.get(), started.get(), pid + "@" + instance.get().startTicks()));
  }

  KmsProcess withInvocation(String id) {
    return new KmsProcess(instance, startedAt, id);
  }

  /** Whether it lives still: the number is in use by a process with the same start. */
  boolean lives() {
    return ProcessInstance.of(instance.pid()).filter(instance::equals).isPresent();
  }
}

package dev.keyparity.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessInstanceTest {

  @Test
  void current_isTheSameEachTime() {
    ProcessInstance current = ProcessInstance.current();

    assertThat(ProcessInstance.current()).isEqualTo(current);
    assertThat(current.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(current.text()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/\\d+/\\d+");
  }

  /** A command may hold spaces and brackets; the fields behind it must not shift. */
  @Test
  void childWithAnOddName_isToldFromThisProcess() throws IOException, InterruptedException {
    Process child = new ProcessBuilder("bash", "-c", "exec -a ') 1 2' sleep 60").start();
    try {
      ProcessInstance instance = ProcessInstance.of(child.pid()).orElseThrow();

      assertThat(instance.bootId()).isEqualTo(ProcessInstance.current().bootId());
      assertThat(instance.startTicks()).isGreaterThan(ProcessInstance.current().startTicks());
    } finally {
      child.destroyForcibly();
      child.waitFor();
    }
    assertThat(ProcessInstance.of(child.pid())).isEmpty();
  }
}

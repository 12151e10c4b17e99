package dev.keyparity.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.lifecycle.ProcessInstance;
import org.junit.jupiter.api.Test;

/** What every way to control a KMS must keep; run on each of them. */
abstract class KmsControlContract {

  /** A KMS that is stopped. */
  abstract KmsControl control();

  /** From now on a start does not bring a process to life. */
  abstract void breakStart();

  /** From now on a stop is accepted and nothing happens. */
  abstract void hangStop();

  private static ProcessInstance living(KmsControl control) {
    return control.look().living().orElseThrow().process();
  }

  @Test
  void stoppedKms_hasNoProcess() {
    assertThat(control().look()).isInstanceOf(ProcessSighting.NoProcess.class);
    assertThat(control().underWay()).isEmpty();
  }

  @Test
  void start_bringsAProcessToLife_whichStaysTheSame() {
    KmsControl control = control();

    assertThat(control.start().kind()).isEqualTo(ControlResult.Kind.DONE);

    assertThat(living(control)).isEqualTo(living(control));
    assertThat(control.look().living().orElseThrow().invocation()).isNotBlank();
  }

  @Test
  void stop_endsTheProcess() {
    KmsControl control = control();
    control.start();

    assertThat(control.stop().kind()).isEqualTo(ControlResult.Kind.DONE);

    assertThat(control.look()).isInstanceOf(ProcessSighting.NoProcess.class);
  }

  @Test
  void stop_ofAStoppedKms_isDone() {
    assertThat(control().stop().kind()).isEqualTo(ControlResult.Kind.DONE);
  }

  @Test
  void restart_isAnotherProcess() {
    KmsControl control = control();
    control.start();
    ProcessSighting.Lives first = control.look().living().orElseThrow();
    control.stop();
    control.start();

    ProcessSighting.Lives second = control.look().living().orElseThrow();
    assertThat(second.process()).isNotEqualTo(first.process());
    assertThat(second.invocation()).isNotEqualTo(first.invocation());
  }

  @Test
  void start_thatBringsNothingToLife_isNotDone() {
    KmsControl control = control();
    breakStart();

    ControlResult result = control.start();

    assertThat(result.kind()).isEqualTo(ControlResult.Kind.FAILED);
    assertThat(result.detail()).isNotBlank();
    assertThat(control.look()).isInstanceOf(ProcessSighting.NoProcess.class);
  }

  @Test
  void stop_thatDoesNothing_isNotDone() {
    KmsControl control = control();
    control.start();
    ProcessInstance process = living(control);
    hangStop();

    ControlResult result = control.stop();

    assertThat(result.kind()).isNotEqualTo(ControlResult.Kind.DONE);
    assertThat(living(control)).isEqualTo(process);
  }
}

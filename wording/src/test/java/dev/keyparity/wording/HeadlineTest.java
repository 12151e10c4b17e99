package dev.keyparity.wording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.RunStatus;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every word of it stands in the golden screens of its users; here only what must never be. */
class HeadlineTest {
  private static final Times UTC =
      new Times(Clock.fixed(Instant.parse("2026-11-24T14:00:00Z"), ZoneOffset.UTC));

  private static ServiceStatus service(boolean inParity, String... verdicts) {
    ServiceStatus.Builder service =
        ServiceStatus.newBuilder()
            .setService("kms-prod")
            .setInParity(inParity)
            .addApproved("AB".repeat(20));
    for (int i = 0; i < verdicts.length; i++) {
      service.addHosts(HostStatus.newBuilder().setHost("kms" + i).setVerdict(verdicts[i]));
    }
    return service.build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "CHANGING", "UNPROVEN", "DIVERGED", "", "OF_A_NEWER_VERSION"})
  void anythingElseThanProof_isNotGood_whateverTheCoordinatorSums(String verdict) {
    Headline answer = Headline.of(service(true, "IN_PARITY", verdict), UTC);

    assertThat(answer.tone()).isIn(Tone.WARN, Tone.BAD);
    assertThat(answer.word()).isNotEqualTo("IN PARITY");
    assertThat(Verdicts.tone(verdict)).isNotEqualTo(Tone.GOOD);
  }

  @Test
  void goodHosts_thatTheCoordinatorDoesNotVouchFor_areNotGood() {
    assertThat(Headline.of(service(false, "IN_PARITY"), UTC).word()).isEqualTo("NOT PROVEN");
    assertThat(Headline.of(service(true), UTC).word()).isEqualTo("NO HOSTS");
    assertThat(Headline.of(service(true, "IN_PARITY", "EQUIVALENT"), UTC).tone())
        .isEqualTo(Tone.GOOD);
  }

  private static String sentenceWith(String kind, String state) {
    RunStatus run = RunStatus.newBuilder().setId("8c1f-22d0").setKind(kind).setState(state).build();
    return Headline.of(service(false, "ABSENT").toBuilder().setRun(run).build(), UTC).sentence();
  }

  @Test
  void notInParity_whileARunMendsIt_saysBoth() {
    String alone = Headline.of(service(false, "ABSENT"), UTC).sentence();

    assertThat(sentenceWith("enable", "running"))
        .isEqualTo(alone + "; enable run 8c1f-22d0 is mending it");
    assertThat(sentenceWith("enable", "waiting")).endsWith(" is mending it");
    assertThat(sentenceWith("repair", "running"))
        .isEqualTo(alone + "; repair run 8c1f-22d0 is under way");
    assertThat(sentenceWith("enable", "blocked"))
        .isEqualTo(alone + "; enable run 8c1f-22d0 would mend it and is blocked");
  }

  /** One that is over mends nothing, nor does one that only looks. */
  @ParameterizedTest
  @CsvSource({"enable,done", "enable,aborted", "adopt,running", "adopt,blocked"})
  void notInParity_besideARunThatMendsNothing_isSaidAlone(String kind, String state) {
    assertThat(sentenceWith(kind, state))
        .isEqualTo(Headline.of(service(false, "ABSENT"), UTC).sentence());
  }

  @Test
  void theWorstHost_isTheOneNamed() {
    assertThat(Headline.of(service(false, "UNKNOWN", "DIVERGED", "IN_PARITY"), UTC).sentence())
        .isEqualTo("kms1 holds another key; 1 more host is not in parity");
  }
}

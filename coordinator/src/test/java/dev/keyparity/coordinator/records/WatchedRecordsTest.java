package dev.keyparity.coordinator.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.records.InMemoryRecordStore.WriteFault;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedRecordsTest {
  private static final byte[] VALUE = {1};

  private final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  private final FencingToken token = leadership.gain();
  private final InMemoryRecordStore store =
      new InMemoryRecordStore(Clock.systemUTC(), leadership::holds);
  private final WatchedRecords records = new WatchedRecords(store);
  private final List<String> told = new ArrayList<>();

  private static RecordWrite create(Kind kind, String service) {
    return new RecordWrite.Create(RecordKey.of(kind, service), VALUE);
  }

  private void listen() {
    records.listen((service, kinds) -> told.add(service + " " + kinds));
  }

  @Test
  void write_ofTwoServices_eachToldOfItsOwnKinds() {
    listen();
    records.write(
        token,
        List.of(
            create(Kind.STATEMENT, "kms-a"),
            create(Kind.EVENTS, "kms-a"),
            create(Kind.SURVEY, "kms-b")));

    assertThat(told).containsExactly("kms-a [STATEMENT, EVENTS]", "kms-b [SURVEY]");
  }

  @Test
  void write_told_onlyAfterItIsThere() {
    records.listen(
        (service, kinds) ->
            told.add(String.valueOf(store.read(RecordKey.of(Kind.SPEC, service)).isPresent())));

    records.write(token, create(Kind.SPEC, "kms-a"));

    assertThat(told).containsExactly("true");
  }

  @Test
  void write_failed_toldAllTheSame() {
    listen();
    store.plan(WriteFault.REPLY_LOST);

    assertThatThrownBy(() -> records.write(token, create(Kind.SPEC, "kms-a")))
        .isInstanceOf(KeyparityException.class);
    assertThat(told).containsExactly("kms-a [SPEC]");
  }

  @Test
  void removeService_everyKindMayHaveChanged() {
    records.write(token, create(Kind.SPEC, "kms-a"));
    listen();

    records.removeService(token, "kms-a");

    assertThat(told).containsExactly("kms-a " + EnumSet.allOf(Kind.class));
  }

  @Test
  void write_aListenerThrows_neitherTheWriterNorTheOthersSuffer() {
    records.listen(
        (service, kinds) -> {
          throw new IllegalStateException("a listener's own fault");
        });
    listen();

    assertThat(records.write(token, create(Kind.SPEC, "kms-a"))).isZero();
    assertThat(told).containsExactly("kms-a [SPEC]");
  }

  @Test
  void reads_passThrough_tellNothing() {
    store.write(token, create(Kind.SPEC, "kms-a"));
    store.write(token, new RecordWrite.Create(RecordKey.of(Kind.HOST, "kms-a", "kms1"), VALUE));
    listen();

    assertThat(records.read(RecordKey.of(Kind.SPEC, "kms-a"))).isPresent();
    assertThat(records.items(Kind.HOST, "kms-a")).containsExactly("kms1");
    assertThat(records.services()).containsExactly("kms-a");
    assertThat(told).isEmpty();
  }
}

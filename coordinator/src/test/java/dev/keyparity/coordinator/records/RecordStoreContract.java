package dev.keyparity.coordinator.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every record store does; run on the one in memory and on real ZooKeeper. */
public abstract class RecordStoreContract {
  private static final RecordKey SPEC = RecordKey.of(Kind.SPEC, "kms-prod");
  private static final RecordKey RUN = RecordKey.of(Kind.RUN, "kms-prod", "run-1");
  private static final RecordKey CURRENT = RecordKey.of(Kind.CURRENT_RUN, "kms-prod");

  /** A store that holds nothing yet. */
  protected abstract RecordStore store();

  /** A token of the present leadership. */
  protected abstract FencingToken token();

  /** A token of an earlier leadership. */
  protected abstract FencingToken staleToken();

  @Test
  public void read_nothingWritten_empty() {
    assertThat(store().read(SPEC)).isEmpty();
    assertThat(store().services()).isEmpty();
    assertThat(store().items(Kind.RUN, "kms-prod")).isEmpty();
  }

  @Test
  public void create_thenRead_sameBytesVersionZero() {
    assertThat(store().write(token(), create(SPEC, "one"))).isZero();

    StoredRecord read = store().read(SPEC).orElseThrow();
    assertThat(new String(read.value(), UTF_8)).isEqualTo("one");
    assertThat(read.version()).isZero();
    assertThat(store().services()).containsExactly("kms-prod");
  }

  @Test
  public void create_existing_conflictAndUnchanged() {
    store().write(token(), create(SPEC, "one"));

    assertRefused(ErrorCode.CONFLICT, () -> store().write(token(), create(SPEC, "two")));
    assertThat(text(SPEC)).contains("one");
  }

  @Test
  public void replace_versionAsRead_newVersion() {
    store().write(token(), create(SPEC, "one"));

    assertThat(store().write(token(), replace(SPEC, 0, "two"))).isEqualTo(1);
    assertThat(text(SPEC)).contains("two");
  }

  @Test
  public void replace_otherVersion_conflictAndUnchanged() {
    store().write(token(), create(SPEC, "one"));
    store().write(token(), replace(SPEC, 0, "two"));

    assertRefused(ErrorCode.CONFLICT, () -> store().write(token(), replace(SPEC, 0, "three")));
    assertThat(text(SPEC)).contains("two");
  }

  @Test
  public void replace_missing_conflict() {
    assertRefused(ErrorCode.CONFLICT, () -> store().write(token(), replace(SPEC, 0, "x")));
  }

  @Test
  public void remove_versionAsRead_gone() {
    store().write(token(), create(RUN, "x"));
    assertThat(store().items(Kind.RUN, "kms-prod")).containsExactly("run-1");

    store().write(token(), new RecordWrite.Remove(RUN, 0));
    assertThat(store().read(RUN)).isEmpty();
    assertThat(store().items(Kind.RUN, "kms-prod")).isEmpty();
  }

  @Test
  public void write_severalOneConflicting_noneMade() {
    store().write(token(), create(SPEC, "one"));

    assertRefused(
        ErrorCode.CONFLICT,
        () -> store().write(token(), List.of(create(RUN, "journal"), replace(SPEC, 7, "two"))));
    assertThat(store().read(RUN)).isEmpty();
    assertThat(text(SPEC)).contains("one");
  }

  @Test
  public void write_several_allMade() {
    List<Integer> versions =
        store().write(token(), List.of(create(RUN, "journal"), create(CURRENT, "run-1")));

    assertThat(versions).containsExactly(0, 0);
    assertThat(text(RUN)).contains("journal");
    assertThat(text(CURRENT)).contains("run-1");
  }

  @Test
  public void write_staleToken_refusedAndNothingWritten() {
    assertRefused(ErrorCode.STALE_LEADER, () -> store().write(staleToken(), create(SPEC, "x")));
    assertThat(store().read(SPEC)).isEmpty();
  }

  @Test
  public void write_largestValue_taken() {
    store().write(token(), new RecordWrite.Create(SPEC, new byte[RecordStore.MAX_BYTES]));
    assertThat(store().read(SPEC).orElseThrow().value()).hasSize(RecordStore.MAX_BYTES);
  }

  @Test
  public void write_tooLarge_refused() {
    byte[] value = new byte[RecordStore.MAX_BYTES + 1];
    assertRefused(
        ErrorCode.INTERNAL, () -> store().write(token(), new RecordWrite.Create(SPEC, value)));
  }

  @Test
  public void put_asRead_createsThenReplaces() {
    store().write(token(), RecordWrite.put(SPEC, store().read(SPEC), "one".getBytes(UTF_8)));
    store().write(token(), RecordWrite.put(SPEC, store().read(SPEC), "two".getBytes(UTF_8)));
    assertThat(text(SPEC)).contains("two");
  }

  @Test
  public void removeService_manyRecords_onlyItsOwnGone() {
    RecordKey other = RecordKey.of(Kind.SPEC, "kms-test");
    store().write(token(), List.of(create(SPEC, "a"), create(RUN, "b"), create(other, "c")));

    store().removeService(token(), "kms-prod");

    assertThat(store().services()).containsExactly("kms-test");
    assertThat(store().read(RUN)).isEmpty();
    assertThat(text(other)).contains("c");
  }

  private Optional<String> text(RecordKey key) {
    return store().read(key).map(record -> new String(record.value(), UTF_8));
  }

  private static RecordWrite create(RecordKey key, String value) {
    return new RecordWrite.Create(key, value.getBytes(UTF_8));
  }

  private static RecordWrite replace(RecordKey key, int version, String value) {
    return new RecordWrite.Replace(key, version, value.getBytes(UTF_8));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}

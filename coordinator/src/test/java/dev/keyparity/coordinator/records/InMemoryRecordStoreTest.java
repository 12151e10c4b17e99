package dev.keyparity.coordinator.records;

import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Clock;

class InMemoryRecordStoreTest extends RecordStoreContract {
  private final FencingToken token = new FencingToken("prod", 7, "coord1-0000");
  private final InMemoryRecordStore store =
      new InMemoryRecordStore(Clock.systemUTC(), token::equals);

  @Override
  protected RecordStore store() {
    return store;
  }

  @Override
  protected FencingToken token() {
    return token;
  }

  @Override
  protected FencingToken staleToken() {
    return new FencingToken("prod", 6, "coord1-0000");
  }
}

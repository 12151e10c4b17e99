package dev.keyparity.coordinator.leadership;

import dev.keyparity.daemon.fencing.FencingToken;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down the events of leadership in order, as short words. */
public final class RecordedLeadership implements Leadership.Listener {
  private final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void gained(FencingToken token) {
    events.add("gained " + token.epoch());
  }

  @Override
  public void suspended(String reason) {
    events.add("suspended");
  }

  @Override
  public void resumed(FencingToken token) {
    events.add("resumed " + token.epoch());
  }

  @Override
  public void lost(String reason) {
    events.add("lost");
  }

  public List<String> events() {
    return List.copyOf(events);
  }
}

package dev.keyparity.agent.guard.permit;

import java.util.Arrays;

/**
 * The worlds a search has reached, in the order they were reached, each once, with where it came
 * from: arrays only, because a search reaches a million of them.
 */
final class ReachedWorlds {
  private long[] worlds = new long[1 << 10];
  private int[] from = new int[1 << 10];
  private int[] by = new int[1 << 10];
  private int size;
  // Open addressing with linear probing; holds index + 1, 0 is free; at most half full.
  private int[] slots = new int[1 << 11];

  int size() {
    return size;
  }

  long world(int index) {
    return worlds[index];
  }

  int cameFrom(int index) {
    return from[index];
  }

  int cameBy(int index) {
    return by[index];
  }

  /** Adds a world if it was not reached before. */
  void add(long world, int cameFrom, int cameBy) {
    int slot = find(world);
    if (slots[slot] != 0) {
      return;
    }
    if (size == worlds.length) {
      grow();
      slot = find(world);
    }
    worlds[size] = world;
    from[size] = cameFrom;
    by[size] = cameBy;
    slots[slot] = ++size;
  }

  private int find(long world) {
    int mask = slots.length - 1;
    // Fibonacci hashing spreads neighbouring worlds.
    int slot = (int) ((world * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (slots[slot] != 0 && worlds[slots[slot] - 1] != world) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    worlds = Arrays.copyOf(worlds, size * 2);
    from = Arrays.copyOf(from, size * 2);
    by = Arrays.copyOf(by, size * 2);
    slots = new int[size * 4];
    for (int i = 0; i < size; i++) {
      slots[find(worlds[i])] = i + 1;
    }
  }
}

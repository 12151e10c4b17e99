package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.effect.HostSettings;
import java.util.List;
import java.util.Map;

/** Configuration files in which nothing is set: the simulated service declares nothing to write. */
final class NoSettings implements HostSettings {
  private static final String ABSENT = "absent";

  @Override
  public List<Property> read(List<Map.Entry<String, String>> fileAndProperty, byte[] nonce) {
    return fileAndProperty.stream()
        .map(one -> new Property(one.getKey(), one.getValue(), false, null, false, "", ABSENT))
        .toList();
  }

  @Override
  public String digest(String file) {
    return ABSENT;
  }

  @Override
  public boolean holds(String file, Map<String, String> values) {
    return values.isEmpty();
  }

  @Override
  public Written write(String file, String expectedSha256, Map<String, String> values) {
    throw new UnsupportedOperationException("nothing is written");
  }

  @Override
  public boolean isClientFile(String file) {
    return false;
  }
}

package dev.keyparity.agent.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.effect.AuditAnchors.Anchor;
import dev.keyparity.agent.guard.state.InMemoryStateFiles;
import dev.keyparity.agent.store.Golden;
import org.junit.jupiter.api.Test;

class AuditAnchorsTest {
  private static final String RECORD = "anchors/coord1.json";
  private static final Anchor HEAD = new Anchor(41, "ab".repeat(32));

  private final InMemoryStateFiles files = new InMemoryStateFiles();
  private final AuditAnchors anchors = new AuditAnchors(files);

  private Anchor read(byte[] bytes) {
    files.write(RECORD, bytes);
    return anchors.of("coord1").orElseThrow();
  }

  @Test
  void anchor_isAsItsGoldenFile() throws Exception {
    anchors.keep("coord1", HEAD);

    Golden.check("anchor-1.json", files.read(RECORD).orElseThrow(), this::read, HEAD, RECORD);
  }

  @Test
  void anchor_ofAnEarlierOrAnotherHead_staysAsItIs() {
    anchors.keep("coord1", HEAD);

    assertThat(anchors.keep("coord1", new Anchor(40, "cd".repeat(32)))).isEqualTo(HEAD);
    assertThat(anchors.keep("coord1", new Anchor(41, "cd".repeat(32)))).isEqualTo(HEAD);
    assertThat(new AuditAnchors(files).of("coord1")).contains(HEAD);
    assertThat(anchors.of("coord2")).isEmpty();
  }
}

package dev.keyparity.coordinator.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochZnodeIT {
  @TempDir Path directory;

  /** Elected, then paused until the session ended, then woken: it must not take the epoch away. */
  @Test
  void raise_ownElectionNodeGone_refusedAndThePresentLeaderIsLeftAlone() throws Exception {
    try (ZooKeeperLab lab = new ZooKeeperLab(directory)) {
      ZooKeeperLab.Coordinator leader = lab.coordinator("coord1");
      leader.leads();
      Participant woken = new Participant("coord9", "coord9-1", "coord9.example.com:7418");
      String gone = leader.session.paths().latch() + "/latch-0000000099";

      assertThatThrownBy(() -> new EpochZnode(leader.session).raise(gone, woken, 0))
          .isInstanceOfSatisfying(
              KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));

      assertThat(leader.leadership.group().leader()).contains(leader.self);
      assertThat(leader.leadership.group().epoch()).isEqualTo(1);
      assertThat(lab.escaped).isEmpty();
    }
  }
}

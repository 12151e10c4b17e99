package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChairTest {
  @TempDir Path directory;
  private AdminBench bench;

  @BeforeEach
  void open() {
    bench = new AdminBench(directory);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void service_thatIsNot_namesThoseThatAre() {
    KeyparityException refused = AdminBench.refusal(() -> bench.chair.service("x"));

    assertThat(refused.code()).isEqualTo(ErrorCode.NO_SUCH_SERVICE);
    assertThat(refused.operatorMessage()).isEqualTo("service: x (expected: one of kms-prod)");
  }

  @Test
  void notLeading_saysThatNobodyLeads() {
    bench.leadership.lose();

    KeyparityException refused = AdminBench.refusal(() -> bench.chair.token());

    assertThat(refused.code()).isEqualTo(ErrorCode.NO_LEADER);
    assertThat(refused.operatorMessage())
        .isEqualTo("this coordinator stands by; nobody leads at the moment");
    assertThat(refused.context()).doesNotContainKey("leader");
  }

  /** The thread that writes every stream asks this: it must not wait for ZooKeeper. */
  @Test
  void servicesNow_notLeading_isRefusedWithoutAskingWhoLeads() {
    bench.leadership.lose();

    assertThat(AdminBench.refusal(() -> bench.chair.servicesNow()).operatorMessage())
        .isEqualTo("this coordinator leads no more");
  }
}

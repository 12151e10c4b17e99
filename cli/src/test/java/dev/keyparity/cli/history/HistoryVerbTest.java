package dev.keyparity.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.RunStates;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.proto.coordinator.v1.Event;
import dev.keyparity.proto.coordinator.v1.ListRunsReply;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import org.junit.jupiter.api.Test;

class HistoryVerbTest {
  @Test
  void history_mergesRunsAndEventsNewestFirst() {
    FakeAdmin admin = new FakeAdmin();
    admin.answering("ListRuns", ListRunsReply.newBuilder().addRuns(RunStates.done()).build());
    admin.answering(
        "GetStatus",
        StatusReply.newBuilder()
            .addServices(
                ServiceStatus.newBuilder()
                    .setService("kms-prod")
                    .addEvents(event(20, "critical", "kms2 holds another key"))
                    .addEvents(event(90_000, "warning", "kms3: mode 0640 (expected: 0600)")))
            .build());
    try (TestCli cli = new TestCli().coordinator("coord1:7418", admin)) {
      Golden.assertMatches("history.txt", cli.run("history", "kms-prod").out());
      assertThat(cli.run("history", "kms-prod", "-o", "json").out())
          .contains("\"schema\": \"keyparity.history/1\"");
    }
  }

  /** As it is where nothing was lost: the events tell of the run, the run tells the same. */
  @Test
  void history_tellsEachStartAndEndOnce() {
    FakeAdmin admin = new FakeAdmin();
    Run run = RunStates.done();
    long started = (TestCli.NOW.toEpochMilli() - run.getStartedAtMs()) / 1000;
    admin.answering("ListRuns", ListRunsReply.newBuilder().addRuns(run).build());
    admin.answering(
        "GetStatus",
        StatusReply.newBuilder()
            .addServices(
                ServiceStatus.newBuilder()
                    .setService("kms-prod")
                    .addEvents(event(0, "info", "enable run " + run.getId() + ": done in 42 s"))
                    .addEvents(event(started, "info", "alice starts enable run " + run.getId())))
            .build());
    try (TestCli cli = new TestCli().coordinator("coord1:7418", admin)) {
      assertThat(cli.run("history", "kms-prod").out().lines())
          .hasSize(2)
          .noneMatch(line -> line.contains("started by"));
    }
  }

  private static Event event(long secondsAgo, String severity, String message) {
    return Event.newBuilder()
        .setAtMs(TestCli.NOW.minusSeconds(secondsAgo).toEpochMilli())
        .setSeverity(severity)
        .setMessage(message)
        .build();
  }
}

package dev.keyparity.coordinator.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.Golden;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.MatrixEvidence;
import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.parity.Reported;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.coordinator.workflow.journal.RunJournalCodec;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.Test;

/**
 * The reference of znodes is made of the paths, the ACL and the bytes that the code writes. After a
 * change: {@code ./mvnw -pl coordinator -am test -Dtest=ZnodesReferenceTest
 * -Dkeyparity.golden.update=true}, and read the difference.
 */
class ZnodesReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/znodes.md");
  private static final Pattern FORMAT = Pattern.compile("keyparity\\.[a-z-]+/\\d+");
  private static final ZPaths PATHS = new ZPaths("/keyparity", "GROUP");
  private static final String SERVICE = "SERVICE";

  private final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  private final FencingToken token = leadership.gain();
  private final InMemoryRecordStore store =
      new InMemoryRecordStore(Clock.systemUTC(), leadership::holds);
  private final Evidence evidence = new Evidence(store);
  private final List<String> rows = new ArrayList<>();

  @Test
  void page_isWhatTheCodeSays() throws Exception {
    PATHS.skeleton().forEach(path -> row(path, "", "any coordinator", "empty"));
    row(
        PATHS.epoch(),
        format(Golden.bytes("epoch-1.json")),
        "whoever was elected, before anything else",
        "the newest leadership; every write below checks its version");
    row(
        PATHS.latch() + "/…",
        format(Golden.bytes("participant-1.json")),
        "each coordinator, its own; ephemeral",
        "who stands for election");
    row(PATHS.service(SERVICE), "", "the leader", "empty");
    for (Kind kind : Kind.values()) {
      if (kind.hasItems()) {
        row(PATHS.items(kind, SERVICE), "", "the leader", "empty");
      }
      RecordKey key =
          kind.hasItems() ? RecordKey.of(kind, SERVICE, item(kind)) : RecordKey.of(kind, SERVICE);
      row(PATHS.record(key), format(kind), writer(kind), meaning(kind));
    }
    String page =
        """
        # Znodes

        Everything keyparity keeps in ZooKeeper, below the `zookeeper.root` of coordinator.yaml. Agents, KMS hosts and the
        CLI have no part in it. There is no key material in it; documents in it are signed, and agents check that themselves.
        A test keeps this page equal to the code.

        Every znode has the ACL `%s`: all rights for the name and password in `zookeeper.auth_file`, none for others.
        Every write below `services` is one transaction with a check of the epoch znode's version: a coordinator that no
        longer leads changes nothing. Values are canonical JSON that says its format and number, except `current-run`, which
        is the format and the run's id in one line; a reader refuses a number it does not know. Persistent, except where
        it says ephemeral.

        | znode | format | written by | what |
        |---|---|---|---|
        %s"""
            .formatted(acl(), String.join("", rows));
    if (Boolean.getBoolean("keyparity.golden.update")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  private void row(String path, String format, String writer, String what) {
    String shown = format.isEmpty() ? "" : "`" + format + "`";
    rows.add("| `%s` | %s | %s | %s |%n".formatted(path, shown, writer, what));
  }

  private static String acl() {
    assertThat(ZooKeeperSession.OURS_ALONE).hasSize(1);
    ACL ours = ZooKeeperSession.OURS_ALONE.get(0);
    assertThat(ours.getPerms()).isEqualTo(Perms.ALL);
    return "%s:%s:cdrwa".formatted(ours.getId().getScheme(), ours.getId().getId());
  }

  private static String item(Kind kind) {
    return switch (kind) {
      case RUN -> "RUN";
      case PLAN -> "PLAN";
      case HOST, VERDICTS -> "HOST";
      case DRAFT -> "DRAFT";
      default -> throw new AssertionError(kind + " has no items");
    };
  }

  /** As the code that owns it writes it, where it can be asked; else as its golden file has it. */
  private String format(Kind kind) throws Exception {
    byte[] signed =
        SignedDocument.unsigned(Reported.statement(1, Reported.KEY).canonicalBytes())
            .canonicalBytes();
    switch (kind) {
      case SPEC -> {
        return format(new ServiceRecord("service: x\n", "alice", Reported.NOON).encode());
      }
      case STATEMENT, DRAFT -> {
        return format(signed);
      }
      case PLAN -> {
        return PlanRecord.FORMAT;
      }
      case RUN -> {
        return RunJournalCodec.FORMAT;
      }
      case HOST -> {
        return format(Golden.bytes("host-mark-1.json"));
      }
      case PARITY -> {
        return format(Golden.bytes("parity-1.json"));
      }
      case VERDICTS -> {
        return format(Golden.bytes("verdicts-1.json"));
      }
      case CURRENT_RUN -> {
        return format(currentRun());
      }
      case POLICY -> {
        return format(Golden.bytes("standing-warrant-1.json"));
      }
      case PAUSE ->
          evidence.pause(
              token,
              SERVICE,
              new Pause(Reported.NOON, "alice", "something"),
              new EventLog.Event(Reported.NOON, EventLog.Severity.INFO, "something"));
      case FORGOTTEN -> evidence.forget(token, SERVICE, same -> same);
      case CHANGES -> evidence.sanction(token, SERVICE, same -> same);
      case RECOVERY_PROOFS -> evidence.prove(token, SERVICE, same -> same);
      case SURVEY ->
          evidence.recordSurvey(token, SERVICE, new SurveyResult(Reported.NOON, List.of()));
      case MATRIX ->
          evidence.recordLook(
              token,
              SERVICE,
              new MatrixEvidence.Taken(0, new MatrixResult(Reported.NOON, List.of())));
      case EVENTS ->
          evidence.note(
              token,
              SERVICE,
              new EventLog.Event(Reported.NOON, EventLog.Severity.INFO, "something"));
    }
    return format(store.read(RecordKey.of(kind, SERVICE)).orElseThrow().value());
  }

  private byte[] currentRun() throws Exception {
    new RecordedJournals(store, leadership::token)
        .create(RunJournalCodec.decode(Golden.bytes("run-journal.json")));
    return store.read(RecordKey.of(Kind.CURRENT_RUN, Reported.SERVICE)).orElseThrow().value();
  }

  private static String format(byte[] value) {
    return FORMAT
        .matcher(new String(value, UTF_8))
        .results()
        .map(MatchResult::group)
        .findFirst()
        .orElseThrow();
  }

  private static String writer(Kind kind) {
    return switch (kind) {
      case SPEC -> "the leader: `service apply`";
      case STATEMENT -> "the leader: a run, once every host has it";
      case FORGOTTEN -> "the leader: `key forget`";
      case DRAFT -> "the leader: `key forget`, `change open`, `enforcement allow`";
      case CHANGES -> "the leader: `change open`, `change close`";
      case RECOVERY_PROOFS -> "the leader: `recovery-key prove`";
      case SURVEY -> "the leader: a run, `survey`";
      case MATRIX -> "the leader: a run, `validate`";
      case POLICY -> "the leader: `enforcement allow`, `enforcement forbid`";
      case PAUSE -> "the leader: `enforcement pause`, `enforcement resume`";
      case EVENTS -> "the leader: runs and verdicts";
      case PARITY -> "the leader: verdicts, when they change";
      case VERDICTS -> "the leader: verdicts, when they change, and each minute";
      case CURRENT_RUN -> "the leader: the start of a run";
      case RUN -> "the leader: a run, before and after every act";
      case PLAN -> "the leader: `plan`, `approve`";
      case HOST -> "the leader: reports, when they show more";
    };
  }

  private static String meaning(Kind kind) {
    return switch (kind) {
      case SPEC -> "the service file as applied, by whom, when";
      case STATEMENT -> "the approved key identity, an operator-signed `keyparity.statement`";
      case FORGOTTEN -> "key versions given up by warrant";
      case CHANGES ->
          "changes of files beside the key that were sanctioned for a while, with the warrants";
      case RECOVERY_PROOFS -> "recovery keys proven to open, and challenges that are out";
      case SURVEY -> "what each host could open at the last survey";
      case MATRIX -> "the last decrypt matrix that a run proved, and what `validate` saw since";
      case POLICY ->
          "what operators let policy do by itself, with their signatures; there while it stands";
      case PAUSE -> "since when enforcement is paused, by whom and why; there while it is";
      case EVENTS -> "the last things that happened, bounded";
      case PARITY -> "each host's verdict, since when, and what was told of it";
      case VERDICTS -> "which verdicts were seen of a host from when until when, bounded";
      case DRAFT -> "a warrant on the way to enough signatures";
      case CURRENT_RUN -> "the open run, or the last one";
      case RUN ->
          "the journal, with an aborted run's signed revocation and which hosts keep it; the last"
              + " twenty are kept, and those a host was not told of";
      case PLAN -> "a plan with its warrant drafts and signatures";
      case HOST -> "how far an agent's own record is known to have come: shows `ROLLED_BACK`";
    };
  }
}

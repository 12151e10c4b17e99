package dev.keyparity.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.statuspage.Browser;
import dev.keyparity.coordinator.statuspage.Browser.Look;
import dev.keyparity.coordinator.statuspage.Browser.Visit;
import dev.keyparity.daemon.identity.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The status pages of a leader and its standby, opened to others: whole coordinators, certificates
 * of an authority of their own, and a real Chromium.
 */
class StatusPageBeyondLoopbackIT {
  private static final String READER = "reader";
  private static final String PASSWORD = "correct-horse-battery-staple";
  private static final String WRONG = "wrong-horse-battery-staple";

  /** Nothing of what the page says, whoever asks. */
  private static final String[] PAGE = {"kms-prod", "coord1", "keyparity ·", "<main", "epoch"};

  /** What a page says that got no answer. */
  private static final String[] OLD = {"<title>No answer", "<body class=\"old\">"};

  /** Enough for two turns of the page's script. */
  private static final int SECONDS = 5;

  @TempDir private static Path directory;
  private static final Overheard overheard = new Overheard();
  private static CoordinatorLab lab;
  private static CoordinatorProcess leader;
  private static CoordinatorProcess standby;
  private static Browser browser;

  @BeforeAll
  static void open() throws Exception {
    browser = new Browser(Files.createDirectory(directory.resolve("home")));
    lab = new CoordinatorLab(directory);
    browser.trusting(lab.caCertificate());
    Path password = lab.secret("status.password", READER + ":" + PASSWORD);
    AtomicReference<Workshop.Parts> parts = new AtomicReference<>();
    leader = start("coord1", password, parts);
    await().atMost(TestTimeouts.SOON).until(() -> leader.leadership().token().isPresent());
    Objects.requireNonNull(parts.get())
        .records()
        .write(
            leader.leadership().token().orElseThrow(),
            new RecordWrite.Create(
                RecordKey.of(RecordKey.Kind.SPEC, "kms-prod"),
                new ServiceRecord(lab.serviceFile(), "alice", Instant.EPOCH).encode()));
    leader.desk().inventoryChanged().join();
    standby = start("coord2", password, new AtomicReference<>());
  }

  private static CoordinatorProcess start(
      String name, Path password, AtomicReference<Workshop.Parts> parts) {
    return lab.start(
        name,
        lab.certificate(Role.COORDINATOR, name),
        0,
        "{listen: \"0.0.0.0:0\", password_file: %s}".formatted(password),
        given -> {
          parts.set(given);
          return new LeadersWorkshop(given);
        });
  }

  @AfterAll
  static void close() throws IOException {
    if (lab != null) {
      lab.close();
    }
    overheard.close();
  }

  private static Visit visit(Browser by, CoordinatorProcess coordinator, String user, int seconds)
      throws Exception {
    String url = "https://%s127.0.0.1:%d/".formatted(user, coordinator.statusPort());
    return by.open(url, Look.WIDE, seconds);
  }

  private static String as(String password) {
    return "%s:%s@".formatted(READER, password);
  }

  @Test
  void withoutThePassword_nothingOfThePageIsShown() throws Exception {
    for (String user : new String[] {"", as(WRONG)}) {
      for (CoordinatorProcess one : new CoordinatorProcess[] {leader, standby}) {
        Visit refused = visit(browser, one, user, 1);

        assertThat(refused.failure()).isEqualTo("ERR_INVALID_AUTH_CREDENTIALS");
        assertThat(refused.document()).doesNotContain(PAGE);
      }
    }
  }

  /**
   * An address with the password in it, as bookmarks have it, is one that scripts may not fetch.
   */
  @Test
  void withThePassword_thePageIsShown_andGoesOnRenewingItself() throws Exception {
    Visit visit = visit(browser, leader, as(PASSWORD), SECONDS);

    assertThat(visit.failure()).isEmpty();
    assertThat(visit.document())
        .contains("coordinator coord1 leads (epoch 1)", ">kms-prod</h2>", "Hosts</caption>")
        .doesNotContain(OLD);
    assertThat(visit.console()).isEmpty();
  }

  @Test
  void standbysPage_namesTheLeader_andLinksNowhere() throws Exception {
    await()
        .atMost(TestTimeouts.SOON)
        .until(() -> standby.leadership().group().leader().isPresent());

    Visit visit = visit(browser, standby, as(PASSWORD), SECONDS);

    assertThat(visit.failure()).isEmpty();
    assertThat(visit.document())
        .contains("coord2 stands by</h1>")
        .contains("coord1 leads (epoch 1); clients reach it at coord1.example.com:7418.")
        .doesNotContain("<a ", "kms-prod", "http:", "https:")
        .doesNotContain(OLD);
    assertThat(visit.console()).isEmpty();
  }

  /** Whoever was not given the authority's certificate is not talked into going on. */
  @Test
  void browserThatDoesNotKnowTheAuthority_showsNothing() throws Exception {
    Browser stranger = new Browser(Files.createTempDirectory(directory, "stranger"));

    Visit refused = visit(stranger, leader, as(PASSWORD), 1);

    assertThat(refused.failure()).isEqualTo("ERR_CERT_AUTHORITY_INVALID");
    assertThat(refused.document()).isEmpty();
  }

  @Test
  void passwords_areInNoLog() throws Exception {
    assertThat(visit(browser, leader, as(PASSWORD), 1).failure()).isEmpty();
    assertThat(visit(browser, leader, as(WRONG), 1).failure()).isNotEmpty();
    assertThat(visit(browser, standby, as(PASSWORD), 1).failure()).isEmpty();

    assertThat(overheard.all())
        .contains("com.sun.net.httpserver", "dev.keyparity.coordinator")
        .doesNotContain(PASSWORD, WRONG, header(PASSWORD), header(WRONG));
  }

  private static String header(String password) {
    return Base64.getEncoder().encodeToString((READER + ":" + password).getBytes(UTF_8));
  }
}

package dev.keyparity.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keyparity.agent.control.HealthProbe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KmsLookTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final FakeKms kms = new FakeKms();
  private final ExecutorService executor = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    executor.shutdownNow();
  }

  private KmsObservation observe() {
    return new KmsObserver(kms, kms).observe();
  }

  @Test
  void kms_isUpOnlyIfItsProcessLivesAndAnswers() {
    assertThat(observe().state()).isEqualTo(KmsObservation.State.DOWN);
    kms.answer(false);
    kms.start();
    assertThat(observe().state()).isEqualTo(KmsObservation.State.STARTING);
    kms.answer(true);
    assertThat(observe().state()).isEqualTo(KmsObservation.State.UP);
    kms.hide(true);
    assertThat(observe().state()).isEqualTo(KmsObservation.State.UNKNOWN);
  }

  @Test
  void kms_thatAnswersWithoutAProcess_isUnknownNotDown() {
    KmsObserver observer = new KmsObserver(kms, () -> Answer.ANSWERS);

    assertThat(observer.observe().state()).isEqualTo(KmsObservation.State.UNKNOWN);
  }

  @Test
  void stoppedProof_needsNoProcessAndASilentAddress() {
    assertThat(new KmsStopped(kms, kms).refutation()).isEmpty();
    assertThat(new KmsStopped(kms, () -> Answer.NOT_YET).refutation()).isPresent();
    assertThat(new KmsStopped(kms, () -> Answer.ANSWERS).refutation()).isPresent();
    kms.hide(true);
    assertThat(new KmsStopped(kms, kms).refutation()).isPresent();
    kms.hide(false);
    kms.start();
    assertThat(new KmsStopped(kms, () -> Answer.SILENT).refutation()).isPresent();
  }

  private HttpHealth health(int port, Duration deadline) {
    return new HttpHealth(
        URI.create("http://127.0.0.1:" + port + "/kms/"), null, deadline, executor);
  }

  private Answer answerOf(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean asked = exchange.getRequestURI().getPath().equals("/kms/v1/keys/names");
          exchange.sendResponseHeaders(asked ? status : 404, -1);
          exchange.close();
        });
    server.start();
    try {
      return health(server.getAddress().getPort(), LONG).ask();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anyAnswerOfTheApplication_isAnAnswer() throws IOException {
    for (int status : new int[] {200, 302, 401, 403, 500}) {
      assertThat(answerOf(status)).as("status %d", status).isEqualTo(Answer.ANSWERS);
    }
    for (int status : new int[] {404, 503}) {
      assertThat(answerOf(status)).as("status %d", status).isEqualTo(Answer.NOT_YET);
    }
  }

  @Test
  void nobodyListening_isSilent_andAListenerThatSaysNothingIsNot() throws IOException {
    int port;
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = mute.getLocalPort();
      assertThat(health(port, Duration.ofMillis(300)).ask()).isEqualTo(Answer.NOT_YET);
    }
    assertThat(health(port, LONG).ask()).isEqualTo(Answer.SILENT);
  }
}

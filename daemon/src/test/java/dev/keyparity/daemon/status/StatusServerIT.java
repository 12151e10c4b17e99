package dev.keyparity.daemon.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.daemon.SettableClock;
import dev.keyparity.daemon.TestTimeouts;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.config.UserPassword;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.identity.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status endpoint over real HTTP on loopback. */
class StatusServerIT {
  private static final HostPort LOOPBACK = new HostPort("127.0.0.1", 0);

  private final Metrics metrics = new Metrics(List.of());
  private StatusServer server = new StatusServer(LOOPBACK, StatusAccess.open(), metrics);

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(TestTimeouts.generous())
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void metrics_areInPrometheusTextFormat() throws Exception {
    server.start();

    HttpResponse<String> answer = send("GET", "/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body()).contains("# TYPE keyparity_build_info gauge\nkeyparity_build_info{");
  }

  @Test
  void health_followsItsChecks() throws Exception {
    AtomicReference<HealthCheck.Health> zookeeper =
        new AtomicReference<>(HealthCheck.Health.good());
    server
        .readiness(
            List.of(
                new HealthCheck("zookeeper", zookeeper::get),
                new HealthCheck("clock", () -> HealthCheck.Health.good("3 ms"))))
        .liveness(
            List.of(
                new HealthCheck(
                    "loop",
                    () -> {
                      throw new IllegalStateException("secret detail");
                    })));
    server.start();

    HttpResponse<String> ready = send("GET", "/readyz");
    zookeeper.set(HealthCheck.Health.bad("no quorum"));
    HttpResponse<String> notReady = send("GET", "/readyz");
    HttpResponse<String> live = send("GET", "/livez");

    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(ready.body())
        .isEqualTo(
            "{\"checks\":[{\"name\":\"zookeeper\",\"ok\":true,\"reason\":\"\"},"
                + "{\"name\":\"clock\",\"ok\":true,\"reason\":\"3 ms\"}],\"ok\":true,"
                + "\"schema\":\"keyparity.health/1\"}\n");
    assertThat(notReady.statusCode()).isEqualTo(503);
    assertThat(notReady.body()).contains("\"ok\":false,\"reason\":\"no quorum\"");
    assertThat(live.statusCode()).isEqualTo(503);
    assertThat(live.body())
        .contains("the check itself failed: IllegalStateException")
        .doesNotContain("secret detail");
  }

  @Test
  void onlyReads_areAnswered() throws Exception {
    server.start();

    assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
    assertThat(send("DELETE", "/metrics").headers().firstValue("Allow")).contains("GET, HEAD");
    HttpResponse<String> head = send("HEAD", "/livez");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void unknownPaths_areNotFound() throws Exception {
    server.start();

    assertThat(send("GET", "/metricsx").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/metrics/").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/../etc/passwd").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/").body())
        .isEqualTo("no such page; there are: /livez /metrics /readyz\n");
  }

  @Test
  void ownPages_areServedAndTheirFailuresHidden() throws Exception {
    server
        .page("/status", () -> StatusServer.Page.of("text/html; charset=utf-8", "<p>é</p>"))
        .page(
            "/broken",
            () -> {
              throw new IOException("secret detail");
            });
    server.start();

    assertThat(send("GET", "/status").body()).isEqualTo("<p>é</p>");
    HttpResponse<String> broken = send("GET", "/broken");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.body()).doesNotContain("secret detail");
  }

  @Test
  void password_isAskedForAndCompared(@TempDir Path directory) throws Exception {
    StatusAccess access = StatusAccess.open().withBasicAuth(password(directory));
    server = new StatusServer(LOOPBACK, access, metrics);
    server.start();

    HttpResponse<String> without = send("GET", "/metrics");

    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(without.body()).doesNotContain("keyparity_");
    assertThat(send("GET", "/metrics", "Authorization", basic("prom:pässword:1")).statusCode())
        .isEqualTo(200);
    for (String wrong : List.of("prom:pässword:2", "prom:", "", "pässword:1:prom")) {
      assertThat(send("GET", "/metrics", "Authorization", basic(wrong)).statusCode())
          .isEqualTo(401);
    }
    assertThat(send("GET", "/metrics", "Authorization", "Basic !!!").statusCode()).isEqualTo(401);
    assertThat(send("GET", "/metrics", "Authorization", "Bearer x").statusCode()).isEqualTo(401);
    assertThat(access.toString()).doesNotContain("pässword");
  }

  private static UserPassword password(Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("password"), "prom:pässword:1\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return UserPassword.read("status.password_file", file);
  }

  /** Whatever the configuration was told: hosts and faults are nobody else's business. */
  @Test
  void beyondLoopback_onlyOverTlsAndForAPassword(@TempDir Path directory) throws Exception {
    HostPort everywhere = new HostPort("0.0.0.0", 0);
    StatusAccess tls = StatusAccess.open().withTls(SSLContext.getDefault());
    StatusAccess password = StatusAccess.open().withBasicAuth(password(directory));
    for (StatusAccess open : List.of(StatusAccess.open(), tls, password)) {
      StatusServer bare = new StatusServer(everywhere, open, metrics);
      assertThat(catchThrowableOfType(KeyparityException.class, bare::start))
          .as("%s", open)
          .extracting(KeyparityException::code)
          .isEqualTo(ErrorCode.CONFIG_INVALID);
    }

    server = new StatusServer(everywhere, tls.withBasicAuth(password(directory)), metrics);
    server.start();

    assertThat(server.port()).isPositive();
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void takenPort_isNamed() {
    server.start();
    StatusServer second =
        new StatusServer(new HostPort("127.0.0.1", server.port()), StatusAccess.open(), metrics);

    KeyparityException refusal = catchThrowableOfType(KeyparityException.class, second::start);

    assertThat(refusal.code()).isEqualTo(ErrorCode.PORT_IN_USE);
    assertThat(refusal.operatorMessage())
        .startsWith("status server: cannot listen on 127.0.0.1:" + server.port());
    second.close();
  }

  @Test
  void unknownAddress_isAConfigurationFault() {
    StatusServer lost =
        new StatusServer(new HostPort("no.such.host.invalid", 0), StatusAccess.open(), metrics);

    KeyparityException refusal = catchThrowableOfType(KeyparityException.class, lost::start);

    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
  }

  /** More of them than there are threads: they are cut off, and then it is the others' turn. */
  @Test
  void clientsThatTrickle_doNotHoldUpTheOthersForGood() throws Exception {
    server.start();
    List<Socket> trickling = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        Socket one = new Socket(InetAddress.getLoopbackAddress(), server.port());
        trickling.add(one);
        one.getOutputStream().write("GET /metr".getBytes(StandardCharsets.US_ASCII));
      }

      assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
    } finally {
      for (Socket one : trickling) {
        one.close();
      }
    }
  }

  @Test
  void tls_showsTheProcessesOwnCertificate(@TempDir Path directory) throws Exception {
    Clock clock = new SettableClock(Clock.systemUTC().instant());
    MiniCa ca = MiniCa.init(directory.resolve("ca"), "prod.example", Duration.ofDays(30), clock);
    ca.issue(
        Role.COORDINATOR,
        "coord1",
        List.of("127.0.0.1"),
        Duration.ofDays(10),
        directory.resolve("tls"));
    TlsIdentity identity = TlsIdentity.load(TlsFiles.in(directory.resolve("tls")), clock);
    server =
        new StatusServer(LOOPBACK, StatusAccess.open().withTls(identity.httpsContext()), metrics);
    server.start();
    URI uri = URI.create("https://127.0.0.1:" + server.port() + "/livez");
    HttpClient trusting =
        HttpClient.newBuilder().sslContext(trusting(directory.resolve("ca/ca.crt"))).build();

    HttpResponse<String> answer =
        trusting.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    SSLHandshakeException stranger =
        catchThrowableOfType(
            SSLHandshakeException.class,
            () ->
                HttpClient.newHttpClient()
                    .send(
                        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()));
    assertThat(stranger).isNotNull();
  }

  private static SSLContext trusting(Path caCertificate) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(caCertificate)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}

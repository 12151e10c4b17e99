package dev.keyparity.daemon.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.daemon.lifecycle.IoFaults;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP endpoint of a process: {@code /metrics}, {@code /livez}, {@code /readyz} and pages a
 * process adds. It answers GET and HEAD and changes nothing. Starts first and stops last, so that
 * what goes wrong in between can be seen. Thread-safe.
 */
public final class StatusServer implements Component {
  private static final Logger log = LoggerFactory.getLogger(StatusServer.class);
  private static final int THREADS = 2;
  private static final int GRACE_SECONDS = 0;
  private static final String LONGEST_REQUEST_SECONDS = "5";
  private static final String TEXT = "text/plain; charset=utf-8";

  /** What holds for every answer that does not say otherwise: nothing is kept, nothing is run. */
  private static final Map<String, String> USUAL_HEADERS =
      Map.of(
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  /**
   * One answer.
   *
   * @param headers beside the usual ones, or instead of them
   */
  public record Page(int status, String contentType, String body, Map<String, String> headers) {
    public Page {
      headers = Map.copyOf(headers);
    }

    public static Page text(int status, String text) {
      return new Page(status, TEXT, text, Map.of());
    }

    public static Page of(String contentType, String body) {
      return new Page(200, contentType, body, Map.of());
    }

    /** The same with one header. */
    public Page with(String header, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(header, value);
      return new Page(status, contentType, body, more);
    }
  }

  /** Makes a page when it is asked for. */
  @FunctionalInterface
  public interface PageSource {
    Page page() throws IOException;
  }

  private final HostPort bind;
  private final StatusAccess access;
  private final Map<String, PageSource> pages = new TreeMap<>();
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  /**
   * @param bind usually loopback; port 0 lets the system choose
   */
  public StatusServer(HostPort bind, StatusAccess access, Metrics metrics) {
    this.bind = bind;
    this.access = access;
    pages.put("/metrics", () -> metricsPage(metrics));
    pages.put("/livez", () -> healthPage(List.of()));
    pages.put("/readyz", () -> healthPage(List.of()));
  }

  /** The process is beyond help, and a restart is wanted, when one of these is bad. */
  public StatusServer liveness(List<HealthCheck> checks) {
    return page("/livez", () -> healthPage(checks));
  }

  /** The process cannot do its work at the moment when one of these is bad. */
  public StatusServer readiness(List<HealthCheck> checks) {
    return page("/readyz", () -> healthPage(checks));
  }

  /** Adds or replaces a page; before the start only. */
  public synchronized StatusServer page(String path, PageSource source) {
    if (server != null) {
      throw new IllegalStateException("status server: running (expected: pages before start)");
    }
    pages.put(path, source);
    return this;
  }

  /**
   * @throws KeyparityException {@link ErrorCode#PORT_IN_USE} or {@link ErrorCode#CONFIG_INVALID}
   */
  @Override
  public synchronized void start() {
    // Read once by the JDK's server when it is first used: ends requests that trickle in.
    if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
      System.setProperty("sun.net.httpserver.maxReqTime", LONGEST_REQUEST_SECONDS);
    }
    HttpServer fresh;
    try {
      InetAddress address = InetAddress.getByName(bind.host());
      requireGuardBeyondLoopback(address);
      fresh = create(new InetSocketAddress(address, bind.port()));
    } catch (UnknownHostException e) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          "status address: " + bind + " (expected: a name or address of this host)",
          "",
          e);
    } catch (IOException e) {
      throw IoFaults.listening(e, "status server", bind.host(), bind.port());
    }
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "status-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    fresh.setExecutor(threads);
    fresh.createContext("/", this::handle);
    fresh.start();
    server = fresh;
  }

  /** The last of the checks, whatever led here: hosts and faults are nobody else's business. */
  private void requireGuardBeyondLoopback(InetAddress address) {
    if (!address.isLoopbackAddress() && !access.isGuarded()) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          "status address: %s, offered as %s (expected: TLS and a password beyond loopback)"
              .formatted(bind, access));
    }
  }

  private HttpServer create(InetSocketAddress address) throws IOException {
    SSLContext tls = access.tls();
    if (tls == null) {
      return HttpServer.create(address, 0);
    }
    HttpsServer secure = HttpsServer.create(address, 0);
    secure.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setProtocols(new String[] {"TLSv1.3"});
            parameters.setSSLParameters(wanted);
          }
        });
    return secure;
  }

  /** The port it listens on. */
  public synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("status server: not started");
    }
    return server.getAddress().getPort();
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.stop(GRACE_SECONDS);
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Page page = answer(exchange);
      exchange.getResponseHeaders().set("Content-Type", page.contentType());
      USUAL_HEADERS.forEach(exchange.getResponseHeaders()::set);
      page.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
      if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
        exchange.sendResponseHeaders(page.status(), -1);
      } else {
        exchange.sendResponseHeaders(page.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Page answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!access.allows(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"keyparity\"");
      return Page.text(401, "a user name and password are needed\n");
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Page.text(405, "only GET and HEAD\n");
    }
    PageSource source = pages.get(exchange.getRequestURI().getPath());
    if (source == null) {
      return Page.text(404, "no such page; there are: " + String.join(" ", pages.keySet()) + "\n");
    }
    try {
      return source.page();
    } catch (IOException | RuntimeException e) {
      log.atError()
          .addKeyValue("path", exchange.getRequestURI().getPath())
          .setCause(e)
          .log("status page failed");
      return Page.text(500, "internal error; the log has it\n");
    }
  }

  static Page metricsPage(Metrics metrics) throws IOException {
    PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    writer.write(out, metrics.collect(), EscapingScheme.UNDERSCORE_ESCAPING);
    return Page.of(writer.getContentType(), out.toString(StandardCharsets.UTF_8));
  }

  private static Page healthPage(List<HealthCheck> checks) {
    boolean good = true;
    List<Json> answers = new ArrayList<>();
    for (HealthCheck check : checks) {
      HealthCheck.Health health = check.ask();
      good &= health.isGood();
      answers.add(
          Json.object()
              .put("name", check.name())
              .put("ok", health.isGood())
              .put("reason", health.reason())
              .build());
    }
    Json body =
        Json.object()
            .put("checks", new Json.Arr(answers))
            .put("ok", good)
            .put("schema", "keyparity.health/1")
            .build();
    return new Page(
        good ? 200 : 503, "application/json", CanonicalJson.encodeText(body) + "\n", Map.of());
  }
}

package dev.keyparity.coordinator.statuspage;

import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An open page of a real Chromium, which is asked and driven over its DevTools protocol: the
 * viewport as narrow as wanted, keys pressed, and what the browser computed of each element.
 */
final class BrowserTab implements AutoCloseable {
  private static final Pattern PAGE =
      Pattern.compile(
          "\"type\": \"page\".*?\"webSocketDebuggerUrl\": \"([^\"]+)\"", Pattern.DOTALL);
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern VALUE = Pattern.compile("\"value\":\"([A-Za-z0-9+/=]*)\"");
  private static final Pattern DATA = Pattern.compile("\"data\":\"([A-Za-z0-9+/=]*)\"");

  private final Browser.Window window;
  private final Map<Integer, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
  private final AtomicInteger commands = new AtomicInteger();
  private final WebSocket socket;

  private BrowserTab(Browser.Window window, URI page) {
    this.window = window;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Listener()).join();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      message.append(part);
      if (isLast) {
        answered(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }

  /** An event, which has no number of ours, is nobody's business here. */
  private void answered(String message) {
    Matcher id = ID.matcher(message);
    if (id.find() && id.start() == 1) {
      CompletableFuture<String> waiting = answers.remove(Integer.parseInt(id.group(1)));
      if (waiting != null) {
        waiting.complete(message);
      }
    }
  }

  /** The one page of a browser that was just started with this profile. */
  static BrowserTab attach(Browser.Window window, Path profile)
      throws IOException, InterruptedException {
    Path ports = profile.resolve("DevToolsActivePort");
    await().atMost(TestTimeouts.SOON).until(() -> Files.exists(ports) && Files.size(ports) > 0);
    String list = "http://127.0.0.1:%s/json/list".formatted(Files.readAllLines(ports).get(0));
    String pages =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(URI.create(list)).build(), BodyHandlers.ofString())
            .body();
    Matcher page = PAGE.matcher(pages);
    if (!page.find()) {
      throw new IllegalStateException("no page among: " + pages);
    }
    return new BrowserTab(window, URI.create(page.group(1)));
  }

  BrowserTab go(String url) {
    command("Page.navigate", "{\"url\":\"%s\"}".formatted(url));
    await()
        .atMost(TestTimeouts.SOON)
        .until(() -> ask("document.readyState + location.protocol").startsWith("completehttp"));
    return this;
  }

  /** As wide as a hand-held screen, or as a desk's. */
  BrowserTab as(Browser.Look look) {
    command(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":false}"
            .formatted(look.width(), look.height()));
    command(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}"
            .formatted(look.isDark() ? "dark" : "light"));
    return this;
  }

  /** What an expression of JavaScript comes to, as text. */
  String ask(String expression) {
    String bytes =
        "btoa(String.fromCharCode(...new TextEncoder().encode(String(%s))))".formatted(expression);
    return new String(
        decoded(VALUE, command("Runtime.evaluate", "{\"expression\":%s}".formatted(quoted(bytes)))),
        StandardCharsets.UTF_8);
  }

  /** What it comes to for each element that is selected, one a line. */
  List<String> askEach(String selector, String function) {
    String all =
        ask(
            "[...document.querySelectorAll('%s')].map(%s).join('\\n')"
                .formatted(selector, function));
    return all.isEmpty() ? List.of() : List.of(all.split("\n", -1));
  }

  void pressTab() {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      command(
          "Input.dispatchKeyEvent",
          "{\"type\":\"%s\",\"key\":\"Tab\",\"code\":\"Tab\",\"windowsVirtualKeyCode\":9}"
              .formatted(type));
    }
  }

  /** Draws the whole page, however long it is. */
  void draw(Path png) throws IOException {
    Files.createDirectories(png.toAbsolutePath().getParent());
    String answer =
        command("Page.captureScreenshot", "{\"format\":\"png\",\"captureBeyondViewport\":true}");
    Files.write(png, decoded(DATA, answer));
  }

  private static byte[] decoded(Pattern where, String answer) {
    Matcher found = where.matcher(answer);
    if (!found.find()) {
      throw new IllegalStateException("the browser answered: " + answer);
    }
    return Base64.getDecoder().decode(found.group(1));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private String command(String method, String parameters) {
    int id = commands.incrementAndGet();
    CompletableFuture<String> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket
        .sendText(
            "{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters), true)
        .join();
    return answer.orTimeout(TestTimeouts.SOON.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
    window.close();
  }
}

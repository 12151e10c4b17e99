package dev.keyparity.coordinator.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.daemon.status.StatusServer.Page;
import dev.keyparity.proto.coordinator.v1.Event;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.Step;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The page as it is sent. After a change: {@code -Dkeyparity.golden.update=true}, and read the
 * difference.
 */
class StatusPageTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/statuspage");
  private static final String ATTACK =
      "</td><script>alert('x')</script><img src=x onerror=\"alert(1)\">&quot;\u202Etxt.exe\u0007";

  static Set<String> states() {
    return Sheets.all().keySet();
  }

  private static Page page(Sheet sheet) {
    return new StatusPage(
            "coord1", "prod", () -> sheet, Clock.fixed(Sheets.NOW, ZoneOffset.ofHours(5)))
        .page();
  }

  private static String body(Sheet sheet) {
    String whole = page(sheet).body();
    return whole.substring(whole.indexOf("<body>"));
  }

  /** Read by a parser that forgives nothing; style and script are no XML. */
  private static Document parsed(Sheet sheet) throws Exception {
    String document =
        page(sheet).body().replaceAll("(?s)(<(style|script)[^>]*>).*?(</(style|script)>)", "$1$3");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList found = document.getElementsByTagName(name);
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      all.add((Element) found.item(i));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("states")
  void page_isAsInItsGoldenFile(String state) throws Exception {
    String actual = body(Sheets.of(state));
    Path file = GOLDEN.resolve(state + ".html");
    if (Boolean.getBoolean("keyparity.golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @MethodSource("states")
  void page_canBeReadByWhoeverDoesNotSeeIt(String state) throws Exception {
    Document page = parsed(Sheets.of(state));

    List<String> ids =
        elements(page, "*").stream()
            .map(it -> it.getAttribute("id"))
            .filter(it -> !it.isEmpty())
            .toList();

    assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(elements(page, "h1")).hasSize(1);
    assertThat(elements(page, "main")).hasSize(1);
    assertThat(elements(page, "title")).allMatch(it -> !it.getTextContent().isBlank());
    assertThat(elements(page, "table"))
        .allSatisfy(
            table -> {
              assertThat(ids.contains(table.getAttribute("aria-labelledby")))
                  .isEqualTo(table.getElementsByTagName("caption").getLength() == 0);
              assertThat(table.getElementsByTagName("thead").getLength()).isOne();
            });
    assertThat(elements(page, "th")).allMatch(it -> !it.getAttribute("scope").isEmpty());
    assertThat(elements(page, "details")).allMatch(it -> !it.getAttribute("id").isEmpty());
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    assertThat(elements(page, "section"))
        .allMatch(section -> ids.contains(section.getAttribute("aria-labelledby")));
  }

  /** Whoever goes from heading to heading misses no level. */
  @ParameterizedTest
  @MethodSource("states")
  void headings_goDownOneLevelAtATime(String state) throws Exception {
    int before = 0;
    for (Element element : elements(parsed(Sheets.of(state)), "*")) {
      if (element.getTagName().matches("h[1-6]")) {
        int level = element.getTagName().charAt(1) - '0';
        assertThat(level).as(element.getTextContent()).isBetween(1, before + 1);
        before = level;
      }
    }
    assertThat(before).isPositive();
  }

  /** What is coloured is a word or a sign, and no two colours double the same one. */
  @Test
  void colour_isNeverTheOnlySign() throws Exception {
    Map<String, String> colours = new HashMap<>();
    for (String state : states()) {
      for (Element element : elements(parsed(Sheets.of(state)), "strong")) {
        String words = element.getTextContent();
        String colour = element.getAttribute("class");
        assertThat(words).isNotBlank();
        if (!colour.equals("plain")) {
          assertThat(colours.merge(words, colour, (one, other) -> one)).as(words).isEqualTo(colour);
        }
      }
    }
    assertThat(colours.values()).contains("good", "warn", "bad");
  }

  /** Where there is no room for columns, the head of each cell stands in it. */
  @ParameterizedTest
  @MethodSource("states")
  void cells_knowTheirColumns(String state) throws Exception {
    for (Element table : elements(parsed(Sheets.of(state)), "table")) {
      if (!table.getAttribute("class").startsWith("rows")) {
        continue;
      }
      List<String> heads = texts(table.getElementsByTagName("thead").item(0), "th");
      NodeList rows = ((Element) table.getElementsByTagName("tbody").item(0)).getChildNodes();
      for (int i = 0; i < rows.getLength(); i++) {
        if (rows.item(i) instanceof Element row) {
          assertThat(cellHeads(row))
              .isEqualTo(heads.subList(heads.size() - cellHeads(row).size(), heads.size()));
          assertThat(cellHeads(row)).hasSizeGreaterThanOrEqualTo(heads.size() - 1);
        }
      }
    }
  }

  private static List<String> cellHeads(Element row) {
    NodeList cells = row.getElementsByTagName("td");
    List<String> heads = new ArrayList<>();
    for (int i = 0; i < cells.getLength(); i++) {
      heads.add(((Element) cells.item(i)).getAttribute("data-head"));
    }
    return heads;
  }

  private static List<String> texts(Node in, String name) {
    NodeList found = ((Element) in).getElementsByTagName(name);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }

  /** Nothing is loaded from elsewhere, and nothing leads anywhere: there is nothing to click. */
  @ParameterizedTest
  @MethodSource("states")
  void page_namesNothingBeyondItself(String state) throws Exception {
    Document page = parsed(Sheets.of(state));

    assertThat(elements(page, "a")).isEmpty();
    assertThat(elements(page, "form")).isEmpty();
    assertThat(elements(page, "*"))
        .allMatch(it -> it.getAttribute("src").isEmpty() && it.getAttribute("style").isEmpty());
    assertThat(elements(page, "link"))
        .extracting(it -> it.getAttribute("href"))
        .containsExactly("/icon.svg");
    assertThat(OwnResources.STYLE).doesNotContain("url(").doesNotContain("@import");
  }

  @Test
  void policy_letsNothingRunButThePagesOwn() {
    Map<String, String> headers = page(Sheets.of("drift")).headers();

    assertThat(headers.get("Content-Security-Policy"))
        .startsWith("default-src 'none'; style-src 'sha256-")
        .contains("; script-src 'sha256-", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe", "*", "http", "data:");
  }

  /** Agents choose reasons, operators choose names; none of them chooses markup. */
  @Test
  void whateverComesFromElsewhere_isTextOnly() throws Exception {
    HostStatus host =
        HostStatus.newBuilder()
            .setHost(ATTACK)
            .setVerdict(ATTACK)
            .setReason(ATTACK)
            .setKms(ATTACK)
            .setGate(ATTACK)
            .setFingerprint(ATTACK)
            .addWarnings(ATTACK)
            .setSinceMs(1)
            .build();
    ServiceStatus status =
        ServiceStatus.newBuilder()
            .setService(ATTACK)
            .addApproved(ATTACK)
            .addHosts(host)
            .addWhatToDo(ATTACK)
            .addWhatToDo("keyparity " + ATTACK + "  " + ATTACK)
            .addEvents(Event.newBuilder().setSeverity(ATTACK).setMessage(ATTACK))
            .build();
    Run run =
        Run.newBuilder()
            .setId(ATTACK)
            .setKind(ATTACK)
            .setState(ATTACK)
            .setStartedBy(ATTACK)
            .setSentence(ATTACK)
            .addSteps(Step.newBuilder().setId(ATTACK).setState(ATTACK).setReason(ATTACK))
            .build();
    MatrixResult matrix =
        new MatrixResult(
            Sheets.NOW, List.of(new MatrixResult.Pair(ATTACK, "b", null, false, ATTACK, false)));
    Sheet sheet = Sheets.leading(new Sheet.Service(status, run, matrix, true));
    Sheet standby = new Sheet.StandingBy(false, ATTACK);

    for (Sheet one : List.of(sheet, standby)) {
      Document page = parsed(one);
      assertThat(elements(page, "script")).hasSize(1);
      assertThat(elements(page, "img")).isEmpty();
      assertThat(elements(page, "*")).allMatch(it -> it.getAttribute("onerror").isEmpty());
      assertThat(page(one).body()).doesNotContain("\u202E", "\u0007", "<img");
      assertThat(page.getDocumentElement().getTextContent()).contains("onerror=\"alert(1)\"");
    }
  }

  /** Whatever a newer coordinator, or a broken one, calls it. */
  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "CHANGING", "UNPROVEN", "DIVERGED", "", "GOOD", "in_parity"})
  void whatIsNotProven_isNowhereGood(String verdict) throws Exception {
    ServiceStatus status =
        ServiceStatus.newBuilder()
            .setService("kms-prod")
            .setInParity(true)
            .addApproved(Sheets.APPROVED)
            .addHosts(HostStatus.newBuilder().setHost("kms1").setVerdict(verdict))
            .build();

    Document page = parsed(Sheets.leading(new Sheet.Service(status, null, null, true)));

    assertThat(elements(page, "*")).noneMatch(it -> isGood(it.getAttribute("class")));
    assertThat(elements(page, "title").get(0).getTextContent().replace("NOT IN PARITY", ""))
        .doesNotContain("IN PARITY");
  }

  private static boolean isGood(String classes) {
    return Stream.of(classes.split(" ")).anyMatch("good"::equals);
  }

  @ParameterizedTest
  @ValueSource(strings = {"standby", "no-leader", "beginning", "no-service"})
  void whoeverDoesNotKnow_showsNothingAsGood(String state) throws Exception {
    assertThat(elements(parsed(Sheets.of(state)), "*"))
        .noneMatch(it -> isGood(it.getAttribute("class")));
  }
}

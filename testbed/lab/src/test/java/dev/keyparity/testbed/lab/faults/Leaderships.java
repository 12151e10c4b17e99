package dev.keyparity.testbed.lab.faults;

import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.testbed.lab.estate.Server;
import dev.keyparity.testbed.lab.process.LabException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who led under which number, as the coordinators' logs have it, and whom agents refused. */
final class Leaderships {
  private static final Pattern LEADING = Pattern.compile("leading: ([^/ ]+)/([0-9]+)/(\\S+)");
  private static final Pattern REFUSED =
      Pattern.compile("keyparity_action_refused_total\\{rule=\"I3\"\\} ([0-9]+)");

  private Leaderships() {}

  /** Every leadership that ZooKeeper gave, whether or not agents ever heard of it. */
  static Set<FencingToken> given(FaultEstate estate) {
    Set<FencingToken> all = new LinkedHashSet<>();
    for (String name : FaultEstate.COORDINATORS) {
      Path console = estate.estate.coordinator(name).process().console();
      try {
        Matcher line = LEADING.matcher(Files.readString(console));
        while (line.find()) {
          all.add(new FencingToken(line.group(1), Long.parseLong(line.group(2)), line.group(3)));
        }
      } catch (IOException e) {
        throw new LabException(LabException.Code.FILES, "reading " + console, e);
      }
    }
    return all;
  }

  /** Numbers that ZooKeeper gave to more than one holder, with these. */
  static Map<Long, Set<String>> givenTwice(Set<FencingToken> all) {
    Map<Long, Set<String>> holders = new TreeMap<>();
    all.forEach(
        one -> holders.computeIfAbsent(one.epoch(), epoch -> new TreeSet<>()).add(one.holder()));
    return holders.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }

  /** How many commands all agents that run refused, since they started, for their leadership. */
  static int refusals(FaultEstate estate) {
    List<Server> agents = estate.hosts().stream().map(estate.estate::agent).toList();
    return agents.stream().mapToInt(Leaderships::refusals).sum();
  }

  private static int refusals(Server agent) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + agent.status() + "/metrics")).build();
    try {
      String metrics =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
      Matcher line = REFUSED.matcher(metrics);
      return line.find() ? Integer.parseInt(line.group(1)) : 0;
    } catch (IOException e) {
      throw new LabException(LabException.Code.NOT_SERVING, "metrics of " + agent.name(), e);
    } catch (InterruptedException e) {
      throw LabException.interrupted("asking " + agent.name(), e);
    }
  }
}

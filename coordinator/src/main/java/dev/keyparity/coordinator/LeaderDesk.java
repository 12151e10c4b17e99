package dev.keyparity.coordinator;

import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.lifecycle.Component;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when this coordinator begins and ceases to lead: everything is read anew, one loop
 * is started for each service, and all of it is let go again. All on one thread.
 */
public final class LeaderDesk implements Leadership.Listener, Component {
  private static final Logger log = LoggerFactory.getLogger(LeaderDesk.class);

  private final RecordStore records;
  private final ServiceLoop.Parts parts;
  private final BiFunction<ServiceSpec, FencingToken, ServiceDuty> duties;
  private final ScheduledExecutorService desk;
  private final Map<String, ServiceLoop> loops = new HashMap<>();
  private volatile List<ServiceSpec> services = List.of();
  private volatile String problem = "";
  private volatile CompletableFuture<List<ServiceSpec>> takenUp = new CompletableFuture<>();
  private @Nullable FencingToken reign;

  LeaderDesk(
      RecordStore records,
      ServiceLoop.Parts parts,
      BiFunction<ServiceSpec, FencingToken, ServiceDuty> duties) {
    this.records = records;
    this.parts = parts;
    this.duties = duties;
    this.desk = parts.faults().timer("leader-desk");
  }

  @Override
  public void start() {
    parts.leadership().addListener(this);
    parts.fleet().listen(this::wake);
  }

  /** The services this coordinator leads now; empty while it does not. */
  public List<ServiceSpec> services() {
    return services;
  }

  /**
   * The services, as soon as they are taken up under the present leadership. While this coordinator
   * does not lead it does not complete.
   */
  public CompletableFuture<List<ServiceSpec>> takenUp() {
    return takenUp.copy();
  }

  /** Why services could not be taken up, for the status page; empty if they could. */
  public String problem() {
    return problem;
  }

  /**
   * A service was applied or retired: reads the inventory again. Any thread.
   *
   * @return completes when that was tried
   */
  public CompletableFuture<Void> inventoryChanged() {
    CompletableFuture<Void> tried = new CompletableFuture<>();
    enqueue(
        "reading the inventory again",
        () -> {
          try {
            takeUp();
          } finally {
            tried.complete(null);
          }
        });
    return tried;
  }

  /** Something happened to a service: its next turn comes at once. Any thread. */
  public void wake(String service) {
    enqueue(
        "waking a service",
        () -> {
          ServiceLoop loop = loops.get(service);
          if (loop != null) {
            loop.wake();
          }
        });
  }

  @Override
  public void gained(FencingToken token) {
    enqueue(
        "taking leadership up",
        () -> {
          letGo();
          reign = token;
          takeUp();
        });
  }

  @Override
  public void suspended(String reason) {
    log.warn("leadership suspended: {}", reason);
  }

  @Override
  public void resumed(FencingToken token) {
    enqueue("resuming", () -> loops.values().forEach(ServiceLoop::wake));
  }

  @Override
  public void lost(String reason) {
    enqueue("letting leadership go", this::letGo);
  }

  private void takeUp() {
    FencingToken token = reign;
    if (token == null) {
      return;
    }
    try {
      List<ServiceSpec> read = readServices();
      parts.fleet().follow(read);
      services = read;
      problem = "";
      restartChangedLoops(token, read);
      takenUp.complete(read);
    } catch (KeyparityException e) {
      log.warn("services not taken up yet: {}", e.operatorMessage());
      problem = e.operatorMessage();
      var unused =
          desk.schedule(
              parts.faults().guarding("taking services up", this::takeUp), 1, TimeUnit.SECONDS);
    }
  }

  private List<ServiceSpec> readServices() {
    List<ServiceSpec> read = new ArrayList<>();
    for (String service : records.services().stream().sorted().toList()) {
      RecordKey key = RecordKey.of(RecordKey.Kind.SPEC, service);
      Optional<ServiceSpec> spec =
          records.read(key).map(record -> ServiceRecord.parse(record.value()).spec(service));
      spec.ifPresent(read::add);
    }
    return List.copyOf(read);
  }

  private void restartChangedLoops(FencingToken token, List<ServiceSpec> read) {
    Map<String, ServiceSpec> wanted = new HashMap<>();
    read.forEach(spec -> wanted.put(spec.service(), spec));
    loops
        .entrySet()
        .removeIf(
            entry -> {
              boolean same = entry.getValue().spec().equals(wanted.get(entry.getKey()));
              if (!same) {
                entry.getValue().close();
              }
              return !same;
            });
    for (ServiceSpec spec : read) {
      loops.computeIfAbsent(
          spec.service(),
          name -> {
            ServiceLoop loop = new ServiceLoop(spec, token, parts, duties.apply(spec, token));
            loop.start();
            return loop;
          });
    }
  }

  private void letGo() {
    reign = null;
    takenUp = new CompletableFuture<>();
    loops.values().forEach(ServiceLoop::close);
    loops.clear();
    services = List.of();
    parts.fleet().follow(List.of());
  }

  private void enqueue(String doing, Runnable work) {
    try {
      desk.execute(parts.faults().guarding(doing, work));
    } catch (RejectedExecutionException e) {
      log.debug("the desk is closed: not {}", doing);
    }
  }

  @Override
  public void close() {
    enqueue("closing the desk", this::letGo);
    desk.shutdown();
    try {
      if (!desk.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("service loops still end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

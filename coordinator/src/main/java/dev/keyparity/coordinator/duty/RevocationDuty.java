package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.evidence.EventLog.Severity;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunRevocation;
import dev.keyparity.coordinator.workflow.RunRevocation.Delivery;
import dev.keyparity.coordinator.workflow.RunRevocation.State;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.agent.v1.RevokeReply;
import dev.keyparity.proto.agent.v1.RevokeRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the revocations of one service's aborted runs to its hosts during one leadership.
 *
 * <p>What is still to be done is in the journals. It remembers only when it asked whom last, so
 * that nobody is asked in a hot loop; a new leader asks at once. Asking twice is harmless: a
 * question has the same request id under every leader, and an agent answers with the receipt it
 * has.
 */
final class RevocationDuty {
  private static final Logger log = LoggerFactory.getLogger(RevocationDuty.class);

  /** Where a request id says that it was asked: no step of a run has this name. */
  private static final String STEP = "abort";

  private static final String ACT = "revoke";
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** An older run is found when leadership begins; looking again costs one read of each run. */
  private static final Duration LOOK_THROUGH = Duration.ofMinutes(1);

  private final String service;
  private final Engines engines;
  private final Ground ground;
  private final RunNotes notes;
  private final Set<RunId> owed = new TreeSet<>(Comparator.comparing(RunId::value));
  private final Map<RunId, Map<String, Deliveries.Asked>> asked = new HashMap<>();
  private Instant lookedThrough = Instant.MIN;
  private String said = "";

  RevocationDuty(String service, Engines engines, Ground ground, RunNotes notes) {
    this.service = service;
    this.engines = engines;
    this.ground = ground;
    this.notes = notes;
  }

  /**
   * Asks whoever is due. What stands in the way holds nothing else up.
   *
   * @param current the service's newest run, just read
   * @return how long it may rest
   */
  Duration turn(Fenced fenced, Optional<RunJournal> current) throws InterruptedException {
    try {
      Duration rest = askWhoeverIsDue(fenced, current);
      said = "";
      return rest;
    } catch (WorkflowException e) {
      return standDown(String.valueOf(e.getMessage()));
    } catch (KeyparityException e) {
      return standDown(e.operatorMessage());
    }
  }

  private Duration standDown(String why) {
    if (!why.equals(said)) {
      said = why;
      log.warn("aborted runs of {}: hosts are not told: {}", service, why);
    }
    return Deliveries.SHORTEST;
  }

  private Duration askWhoeverIsDue(Fenced fenced, Optional<RunJournal> current)
      throws InterruptedException {
    JournalStore journals = engines.journals(() -> Optional.of(fenced.token()));
    findOwed(journals, current);
    Instant next = engines.clock().instant().plus(LOOK_THROUGH);
    for (RunId run : List.copyOf(owed)) {
      Optional<RunJournal> journal = journals.load(service, run).map(JournalStore.Stored::journal);
      if (journal.filter(RunJournal::owesRevocation).isEmpty()) {
        owed.remove(run);
        asked.remove(run);
        continue;
      }
      Instant due = deliver(fenced, journal.get());
      next = due.isBefore(next) ? due : next;
    }
    Duration rest = Duration.between(engines.clock().instant(), next);
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  private void findOwed(JournalStore journals, Optional<RunJournal> current) {
    current.filter(RunJournal::owesRevocation).map(RunJournal::run).ifPresent(owed::add);
    Instant now = engines.clock().instant();
    if (lookedThrough.isBefore(now.minus(LOOK_THROUGH))) {
      journals.runs(service).stream()
          .flatMap(run -> journals.load(service, run).stream())
          .map(JournalStore.Stored::journal)
          .filter(RunJournal::owesRevocation)
          .map(RunJournal::run)
          .forEach(owed::add);
      lookedThrough = now;
    }
  }

  /**
   * @return when somebody is due again
   */
  private Instant deliver(Fenced fenced, RunJournal journal) throws InterruptedException {
    RunRevocation revocation = journal.revocation();
    if (revocation == null || !ground.leadership().holds(fenced.token())) {
      return Instant.MAX;
    }
    Map<String, Deliveries.Asked> paces =
        asked.computeIfAbsent(journal.run(), run -> new HashMap<>());
    Deliveries.Round round =
        Deliveries.next(revocation, fenced, heard(), paces, engines.clock().instant());
    TreeMap<String, Delivery> learned = new TreeMap<>(round.learned());
    learned.putAll(ask(fenced, journal.run(), revocation, round.due(), paces));
    if (!learned.isEmpty()) {
      tell(journal.run(), revocation, learned);
      RunJournal after =
          engines.forDriving(fenced, notes).delivered(service, journal.run(), revocation, learned);
      if (!after.owesRevocation()) {
        notes.say(
            Severity.INFO, "every host of %s refuses run %s now".formatted(service, after.run()));
      }
      notes.write(fenced.token(), service);
    }
    return round.due().isEmpty() ? round.next() : engines.clock().instant();
  }

  private java.util.function.Predicate<String> heard() {
    var hosts = ground.fleet().snapshot().service(service);
    return host -> hosts.flatMap(view -> view.host(host)).flatMap(HostView::fresh).isPresent();
  }

  private Map<String, Delivery> ask(
      Fenced fenced,
      RunId run,
      RunRevocation revocation,
      Set<String> due,
      Map<String, Deliveries.Asked> paces)
      throws InterruptedException {
    if (due.isEmpty()) {
      return Map.of();
    }
    RevokeRequest request =
        RevokeRequest.newBuilder()
            .setRevocation(WireDocuments.toMessage(Cosigned.parse(revocation.document())))
            .build();
    TreeMap<String, CompletableFuture<RevokeReply>> answers = new TreeMap<>();
    for (String host : due) {
      Delivery stands = revocation.hosts().get(host);
      AgentCall call =
          AgentCall.act(
              fenced.token(),
              new AgentCall.Place(service, run.value(), STEP),
              host,
              ACT,
              stands == null ? 1 : stands.attempt(),
              DEADLINE);
      answers.put(host, ground.agents().revoke(call, request));
    }
    TreeMap<String, Delivery> learned = new TreeMap<>();
    for (Map.Entry<String, CompletableFuture<RevokeReply>> answer : answers.entrySet()) {
      String host = answer.getKey();
      Delivery before =
          revocation.hosts().getOrDefault(host, Delivery.pending(engines.clock().instant()));
      Delivery after = heardOf(before, host, answer.getValue());
      paces.merge(
          host,
          Deliveries.Asked.NEVER.again(engines.clock().instant()),
          (earlier, one) -> earlier.again(one.last()));
      if (!after.equals(before)) {
        learned.put(host, after);
      }
    }
    return learned;
  }

  private Delivery heardOf(Delivery before, String host, CompletableFuture<RevokeReply> answer)
      throws InterruptedException {
    try {
      return Deliveries.of(before, answer.get().getReply().getReceipt(), engines.clock().instant());
    } catch (ExecutionException e) {
      KeyparityException failure =
          e.getCause() instanceof KeyparityException named
              ? named
              : new KeyparityException(
                  ErrorCode.INTERNAL, "%s: call failed: %s".formatted(host, e.getCause()), "", e);
      return Deliveries.of(before, failure, engines.clock().instant());
    }
  }

  private void tell(RunId run, RunRevocation before, Map<String, Delivery> learned) {
    learned.forEach(
        (host, now) -> {
          Delivery earlier = before.hosts().get(host);
          if (earlier != null && earlier.state() == now.state()) {
            return;
          }
          if (now.state() == State.REFUSED) {
            String words =
                "%s does not take the abort of run %s: %s".formatted(host, run, now.reason());
            log.warn("{}: {}", service, words);
            notes.say(Severity.WARNING, words);
          } else {
            log.info(
                "{} {}: abort of run {}: {} {}",
                service,
                host,
                run,
                now.state().text(),
                now.reason());
          }
        });
  }
}

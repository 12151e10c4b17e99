package dev.keyparity.testbed.lab.faults;

import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.Step;
import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.estate.AdminLink;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.process.Wait;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches a run in a thread of its own and does something mean once at each point that it sees: a
 * step that is under way ({@code backup}), or an act of one whose intent is in the journal and
 * whose end is not ({@code restart-kms start}).
 */
final class StepHunt implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final AdminLink link;
  private final Predicate<String> wanted;
  private final Consumer<Prey> strike;
  private final List<String> struck = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable RuntimeException failure;

  /**
   * What is under way, and who drives it.
   *
   * @param host of the act; empty for a step, and for an act on no host
   */
  record Prey(String leader, String point, String host) {}

  private record Point(String name, String host) {}

  private StepHunt(AdminLink link, Predicate<String> wanted, Consumer<Prey> strike) {
    this.link = link;
    this.wanted = wanted;
    this.strike = strike;
    this.thread = new Thread(this::hunt, "step-hunt");
    this.thread.setDaemon(true);
  }

  /**
   * Begins to watch.
   *
   * @param wanted points at which it strikes
   */
  static StepHunt begin(AdminLink link, Predicate<String> wanted, Consumer<Prey> strike) {
    StepHunt hunt = new StepHunt(link, wanted, strike);
    hunt.thread.start();
    return hunt;
  }

  /** Where it struck, in order. */
  List<String> struck() {
    return List.copyOf(struck);
  }

  private void hunt() {
    try {
      while (!closed) {
        link.leader().map(LeaderReply::getCoordinator).ifPresent(this::follow);
        Wait.until(PAUSE, () -> closed);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void follow(String leader) {
    try {
      Iterator<Run> states = link.follow(leader, FaultEstate.SERVICE);
      while (!closed && states.hasNext()) {
        Optional<Point> point = next(states.next());
        if (point.isPresent()) {
          strike.accept(new Prey(leader, point.get().name(), point.get().host()));
          struck.add(point.get().name());
          return;
        }
      }
    } catch (StatusRuntimeException e) {
      // The run stands still, or there is none yet, or its leader is gone; look again.
    }
  }

  private Optional<Point> next(Run run) {
    return run.getStepsList().stream()
        .filter(step -> step.getState().equals("running") || step.getState().equals("waiting"))
        .flatMap(StepHunt::points)
        .filter(point -> wanted.test(point.name()) && !struck.contains(point.name()))
        .findFirst();
  }

  private static Stream<Point> points(Step step) {
    Stream<Point> acts =
        step.getActsList().stream()
            .filter(act -> act.getState().equals("intended"))
            .map(act -> new Point(step.getId() + " " + act.getName(), act.getHost()));
    return Stream.concat(acts, Stream.of(new Point(step.getId(), "")));
  }

  /** Whether a point is a step, and not an act of one. */
  static boolean isStep(String point) {
    return point.indexOf(' ') < 0;
  }

  /** Waits for a strike that is under way; throws what went wrong in one. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(TestTimeouts.START.toMillis());
    } catch (InterruptedException e) {
      throw LabException.interrupted("ending a hunt", e);
    }
    if (failure != null) {
      throw failure;
    }
  }
}

package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether this coordinator may answer, and who should be asked if it may not. Thread-safe. */
final class Chair {
  /** A standby names the leader's address under this key of the error's context. */
  private static final String LEADER = "leader";

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A new leader reads its inventory in a moment: better to wait than to be sent around. */
  private static final Duration TAKING_UP = Duration.ofSeconds(5);

  private final Leadership leadership;
  private final Groups groups;
  private final Inventory inventory;

  Chair(Leadership leadership, Groups groups, Inventory inventory) {
    this.leadership = leadership;
    this.groups = groups;
    this.inventory = inventory;
  }

  /**
   * The token under which changes are made.
   *
   * @throws KeyparityException NO_LEADER, naming who leads
   */
  FencingToken token() {
    return leadership.token().orElseThrow(this::standsBy);
  }

  /**
   * The services, taken up.
   *
   * @throws KeyparityException NO_LEADER
   */
  List<ServiceSpec> services() {
    token();
    try {
      // What was taken up first is not what there is now: others may have been applied since.
      var unused = inventory.takenUp().get(TAKING_UP.toMillis(), TimeUnit.MILLISECONDS);
      return inventory.services();
    } catch (TimeoutException | ExecutionException e) {
      token();
      throw new KeyparityException(
          ErrorCode.NO_LEADER,
          "this coordinator leads, and has not read its inventory yet",
          "try again; /readyz on its status port says what stands in the way",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(ErrorCode.CANCELLED, "interrupted", "", e);
    }
  }

  /**
   * The services as taken up by now, without waiting, not even for who leads; none before that.
   *
   * @throws KeyparityException NO_LEADER
   */
  List<ServiceSpec> servicesNow() {
    if (leadership.token().isEmpty()) {
      throw steppedDown();
    }
    return inventory.services();
  }

  /**
   * One service.
   *
   * @throws KeyparityException NO_LEADER or NO_SUCH_SERVICE
   */
  ServiceSpec service(String name) {
    List<ServiceSpec> all = services();
    return all.stream()
        .filter(spec -> spec.service().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new KeyparityException(
                    ErrorCode.NO_SUCH_SERVICE,
                    "service: %s (expected: %s)"
                        .formatted(
                            name,
                            all.isEmpty()
                                ? "none, since none is declared"
                                : "one of "
                                    + String.join(
                                        ", ", all.stream().map(ServiceSpec::service).toList())),
                    "keyparity service list"));
  }

  /**
   * What those are told who were listening when this coordinator ceased to lead; waits for none.
   */
  KeyparityException steppedDown() {
    return new KeyparityException(
        ErrorCode.NO_LEADER, "this coordinator leads no more", "keyparity leader show");
  }

  /** The refusal of one who does not lead. */
  KeyparityException standsBy() {
    Optional<String> leader;
    try {
      leader = groups.read(PATIENCE).leader().map(Leadership.Coordinator::address);
    } catch (KeyparityException e) {
      return new KeyparityException(
          ErrorCode.NO_LEADER,
          "this coordinator does not lead, and cannot tell who does: " + e.operatorMessage(),
          e.whatToDo(),
          e);
    }
    KeyparityException refusal =
        new KeyparityException(
            ErrorCode.NO_LEADER,
            leader
                .map(address -> "this coordinator stands by; the leader is at " + address)
                .orElse("this coordinator stands by; nobody leads at the moment"),
            "keyparity leader show");
    return leader.map(address -> refusal.withContext(LEADER, address)).orElse(refusal);
  }
}

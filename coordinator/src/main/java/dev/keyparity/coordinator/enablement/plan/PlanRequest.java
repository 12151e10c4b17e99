package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.workflow.StepId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an operator asks for.
 *
 * @param reference host whose key is proposed; ENABLE, and ADOPT and ACCEPT unless empty
 * @param transfer {@code sealed}, or empty for that
 * @param ticket change ticket; empty if none
 * @param host to repair, to add or to remove; REPAIR, ADD_HOST, REMOVE_HOST
 * @param without hosts that the run goes on without; REPAIR, and REMOVE_HOST of one that is gone
 * @param keep primary fingerprint; GIVE_WAY
 * @param giveWay by host: primary fingerprint; GIVE_WAY, and ADD_HOST where the host holds a key
 * @param overlap whether the stops of hosts that give way may overlap; GIVE_WAY
 * @param validFor how long the warrant is good
 * @param by the operator
 */
public record PlanRequest(
    PlanKind kind,
    String service,
    String reference,
    String transfer,
    List<StepId> holdBefore,
    String ticket,
    String host,
    List<String> without,
    String keep,
    SortedMap<String, String> giveWay,
    boolean overlap,
    Duration validFor,
    String by) {
  public static final Duration DEFAULT_VALIDITY = Duration.ofHours(24);

  public PlanRequest {
    holdBefore = List.copyOf(holdBefore);
    without = List.copyOf(without);
    giveWay = Collections.unmodifiableSortedMap(new TreeMap<>(giveWay));
  }
}

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
 * @param reference host whose key is proposed; ENABLE, and ADOPT unless empty
 * @param transfer {@code sealed}, or empty for that
 * @param ticket change ticket; empty if none
 * @param host to repair; REPAIR
 * @param keep primary fingerprint; GIVE_WAY
 * @param giveWay by host: primary fingerprint; GIVE_WAY
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
    String keep,
    SortedMap<String, String> giveWay,
    Duration validFor,
    String by) {
  public static final Duration DEFAULT_VALIDITY = Duration.ofHours(24);

  public PlanRequest {
    holdBefore = List.copyOf(holdBefore);
    giveWay = Collections.unmodifiableSortedMap(new TreeMap<>(giveWay));
  }
}

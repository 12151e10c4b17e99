package dev.keyparity.cli.signing;

import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the operator asked for on the command line, against which a plan is held. Null and empty
 * parts were not asked for and are not compared.
 *
 * @param kind as a plan spells it; null if the plan was made by somebody else
 * @param validity the longest time for which a warrant may be good
 */
public record Asked(
    String service,
    @Nullable String kind,
    @Nullable String reference,
    @Nullable String run,
    @Nullable String host,
    List<String> without,
    @Nullable String keep,
    Map<String, String> giveWay,
    boolean overlap,
    List<String> holdBefore,
    @Nullable String ticket,
    Duration validity) {
  /** How long a warrant is good unless the operator says otherwise. */
  public static final Duration USUAL_VALIDITY = Duration.ofHours(24);

  public Asked {
    giveWay = Map.copyOf(new TreeMap<>(giveWay));
    without = List.copyOf(without);
    holdBefore = List.copyOf(holdBefore);
  }

  /** What a request asks for. */
  public static Asked of(MakePlanRequest request, Duration validity) {
    return new Asked(
        request.getService(),
        kind(request.getKind()),
        orNull(request.getReference()),
        orNull(request.getRun()),
        orNull(request.getHost()),
        request.getWithoutList(),
        orNull(request.getKeep()),
        request.getGiveWayMap(),
        request.getOverlap(),
        request.getHoldBeforeList(),
        orNull(request.getTicket()),
        validity);
  }

  /** A plan that somebody else made: any kind, but of this service. */
  public static Asked anyPlanOf(String service) {
    return new Asked(
        service,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        Map.of(),
        false,
        List.of(),
        null,
        Duration.ofDays(30));
  }

  private static String kind(MakePlanRequest.Kind kind) {
    return switch (kind) {
      case ENABLE -> "enable";
      case ADOPT -> "adopt";
      case REPAIR -> "repair";
      case GIVE_WAY -> "give-way";
      default -> throw new IllegalArgumentException("plan kind: " + kind);
    };
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

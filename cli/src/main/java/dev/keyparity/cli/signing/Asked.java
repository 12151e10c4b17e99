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
 * @param accepts by file: the SHA-256 to be approved, or {@code absent}
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
    Map<String, String> accepts,
    @Nullable String ticket,
    Duration validity) {
  /** How long a warrant is good unless the operator says otherwise. */
  public static final Duration USUAL_VALIDITY = Duration.ofHours(24);

  public Asked {
    giveWay = Map.copyOf(new TreeMap<>(giveWay));
    without = List.copyOf(without);
    accepts = Map.copyOf(new TreeMap<>(accepts));
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
        Map.of(),
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
        Map.of(),
        null,
        Duration.ofDays(30));
  }

  /** The same, and these files to be approved as they are now, and no other. */
  public Asked accepting(Map<String, String> digests) {
    return new Asked(
        service,
        kind,
        reference,
        run,
        host,
        without,
        keep,
        giveWay,
        overlap,
        holdBefore,
        digests,
        ticket,
        validity);
  }

  private static String kind(MakePlanRequest.Kind kind) {
    return switch (kind) {
      case ENABLE -> "enable";
      case ADOPT -> "adopt";
      case ACCEPT -> "accept";
      case REPAIR -> "repair";
      case GIVE_WAY -> "give-way";
      case ADD_HOST -> "add-host";
      case REMOVE_HOST -> "remove-host";
      default -> throw new IllegalArgumentException("plan kind: " + kind);
    };
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

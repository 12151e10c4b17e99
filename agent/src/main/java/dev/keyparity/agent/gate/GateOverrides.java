package dev.keyparity.agent.gate;

import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Every override that was ever given for a service on this host: one file each, {@code
 * gate/SERVICE/ID.json}, written once by whoever gives it and never changed. Thread-safe.
 */
public final class GateOverrides {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StateFiles files;
  private final String service;

  public GateOverrides(StateFiles files, String service) {
    this.files = files;
    this.service = service;
  }

  /**
   * What is there.
   *
   * @param given in the order of their ids
   * @param problems of files that are no override, one sentence each
   */
  public record Found(List<GateOverride> given, List<String> problems) {
    public Found {
      given = List.copyOf(given);
      problems = List.copyOf(problems);
    }

    /** The one that counts now; what cannot be read never does. */
    public Optional<GateOverride> inForce(BootInstant now) {
      return given.stream()
          .filter(one -> one.bootId().equals(now.bootId()))
          .max(Comparator.comparingLong(GateOverride::bootTicks).thenComparing(GateOverride::id))
          .filter(newest -> !newest.left(now).isZero());
    }
  }

  /** Reads them all. */
  public Found find() {
    List<GateOverride> given = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try {
      for (String name : files.names(folder())) {
        read(name, given, problems);
      }
    } catch (KeyparityException e) {
      problems.add(e.operatorMessage());
    }
    return new Found(given, problems);
  }

  private void read(String name, List<GateOverride> given, List<String> problems) {
    try {
      Optional<byte[]> bytes = files.read(name);
      if (bytes.isPresent()) {
        GateOverride override = GateOverride.parse(bytes.get());
        if (!override.service().equals(service) || !name.equals(name(override))) {
          throw new MalformedRecord("gate override: of another name or service");
        }
        given.add(override);
      }
    } catch (MalformedRecord e) {
      problems.add("%s: %s".formatted(name, e.getMessage()));
    } catch (KeyparityException e) {
      problems.add(e.operatorMessage());
    }
  }

  /**
   * Gives one; it counts once this returns, and outlives a power cut.
   *
   * @param length zero to end those before it
   * @throws KeyparityException if it is too long, or says nothing of why
   */
  public GateOverride give(
      Duration length, String by, String reason, BootInstant now, Random random) {
    Instant at = now.wallClock().truncatedTo(ChronoUnit.MILLIS);
    GateOverride override;
    try {
      String id = "%s-%08x".formatted(STAMP.format(at), random.nextInt());
      override = new GateOverride(id, service, by, reason, length, now.bootId(), now.ticks(), at);
    } catch (IllegalArgumentException e) {
      throw new KeyparityException(ErrorCode.USAGE, String.valueOf(e.getMessage()), "", e);
    }
    files.write(name(override), override.canonicalBytes());
    return override;
  }

  private String name(GateOverride override) {
    return folder() + "/" + override.id() + ".json";
  }

  private String folder() {
    return "gate/" + service;
  }
}

package dev.keyparity.agent.control;

import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's processes (proc(5)), and its clock of ticks since boot, by which their start times
 * are told and which nobody can set.
 */
public final class ProcessTable implements KernelClock {
  /**
   * Ticks a second in what the kernel shows to programs (USER_HZ), 100 on every Linux we run on.
   */
  private static final long TICKS_PER_SECOND = 100;

  private static final String BOOT_TIME = "btime ";
  private static final long MILLIS_PER_TICK = 1000 / TICKS_PER_SECOND;

  private final Path proc;
  private final Clock clock;

  public ProcessTable(Path proc, Clock clock) {
    this.proc = proc;
    this.clock = clock;
  }

  /** The processes of this host. */
  public static ProcessTable ofHost(Clock clock) {
    return new ProcessTable(Path.of("/proc"), clock);
  }

  @Override
  public BootInstant now() {
    try {
      return new BootInstant(bootId(), uptimeTicks(), clock.instant());
    } catch (IOException | RuntimeException e) {
      throw new KeyparityException(
          ErrorCode.INTERNAL, proc + "/uptime: not readable (expected: Linux)", "", e);
    }
  }

  private String bootId() throws IOException {
    return text(proc.resolve("sys/kernel/random/boot_id"));
  }

  private long uptimeTicks() throws IOException {
    String seconds = text(proc.resolve("uptime"));
    int dot = seconds.indexOf('.');
    // Always two digits behind the point: hundredths, which are ticks.
    return Long.parseLong(seconds.substring(0, dot)) * TICKS_PER_SECOND
        + Long.parseLong(seconds.substring(dot + 1, seconds.indexOf(' ')));
  }

  /** A process that lives; a zombie does not. */
  public Optional<ProcessInstance> find(long pid) {
    try {
      String[] fields = afterCommand(pid);
      String state = fields[0];
      if (state.equals("Z") || state.equals("X")) {
        return Optional.empty();
      }
      return Optional.of(new ProcessInstance(bootId(), pid, Long.parseLong(fields[19])));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** The fields of stat from the third on: the second, the command, may itself hold anything. */
  private String[] afterCommand(long pid) throws IOException {
    String stat = text(proc.resolve(Long.toString(pid)).resolve("stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
  }

  /** Whether exactly this process still lives. */
  public boolean lives(ProcessInstance process) {
    return find(process.pid()).filter(process::equals).isPresent();
  }

  /**
   * When a process started, told by the wall clock of now; the same as long as nobody sets that.
   */
  public Instant startOf(ProcessInstance process) {
    try {
      for (String line : Files.readAllLines(proc.resolve("stat"))) {
        if (line.startsWith(BOOT_TIME)) {
          long bootedAt = Long.parseLong(line.substring(BOOT_TIME.length()).strip());
          return Instant.ofEpochSecond(bootedAt).plusMillis(process.startTicks() * MILLIS_PER_TICK);
        }
      }
      throw new IOException("no line " + BOOT_TIME);
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.INTERNAL, proc + "/stat: not readable (expected: Linux)", "", e);
    }
  }

  /**
   * The same to a few hundredths of a second, by reckoning back from now; each reckoning differs a
   * little, so it is for comparing and not for showing.
   */
  @Override
  public Instant reckonedStartOf(ProcessInstance process) {
    BootInstant now = now();
    return now.wallClock().minusMillis((now.ticks() - process.startTicks()) * MILLIS_PER_TICK);
  }

  /** Whether one of a process's arguments is the given one. */
  public boolean hasArgument(long pid, String argument) {
    return holds(proc.resolve(Long.toString(pid)).resolve("cmdline"), argument);
  }

  /** Whether a list of the kernel's, each entry ended by a zero byte, has the given one. */
  private static boolean holds(Path list, String entry) {
    try {
      String all = new String(Files.readAllBytes(list), StandardCharsets.UTF_8);
      return List.of(all.split("\0", -1)).contains(entry);
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  /**
   * Every living process with the given argument.
   *
   * @throws IOException if the processes cannot be listed
   */
  public List<Long> withArgument(String argument) throws IOException {
    return livingWith("cmdline", argument);
  }

  /**
   * Every living process with the given entry, {@code NAME=value}, in the environment it was
   * started with. One of another user may keep its environment to itself, and is not found then.
   *
   * @throws IOException if the processes cannot be listed
   */
  public List<Long> withEnvironment(String entry) throws IOException {
    return livingWith("environ", entry);
  }

  private List<Long> livingWith(String list, String entry) throws IOException {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : entries) {
        long pid = Long.parseLong(String.valueOf(process.getFileName()));
        if (holds(process.resolve(list), entry) && find(pid).isPresent()) {
          found.add(pid);
        }
      }
    }
    return List.copyOf(found);
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
  }
}

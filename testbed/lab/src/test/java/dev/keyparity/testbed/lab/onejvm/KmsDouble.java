package dev.keyparity.testbed.lab.onejvm;

import com.sun.net.httpserver.HttpServer;
import dev.keyparity.agent.control.ControlResult;
import dev.keyparity.agent.control.KmsControl;
import dev.keyparity.agent.control.ProcessSighting;
import dev.keyparity.agent.control.ProcessTable;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import dev.keyparity.keyring.RingReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A KMS that loads its ring when it is started and then serves with it, whatever the file becomes:
 * its port is open only while it runs. What is done to it is counted here, by whom it is done to.
 * Its processes are this one under other start times. Thread-safe.
 */
final class KmsDouble implements KmsControl {
  private static final String MISMATCH =
      "Unable to verify private key match between KMS hosts. Aborting to prevent data inconsistency.";

  private final String host;
  private final Path keyDirectory;
  private final InetSocketAddress address;
  private final SealedKeys keys;
  private final Downs downs;
  private final ProcessInstance self = ProcessInstance.current();
  private final List<String> done = new ArrayList<>();
  private @Nullable ProcessInstance process;
  private Instant startedAt = Instant.EPOCH;
  private long ticks;
  private String serving = "";
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;
  private boolean startBroken;
  private @Nullable PublishedKeys published;

  KmsDouble(
      String host, Path keyDirectory, InetSocketAddress address, SealedKeys keys, Downs downs) {
    this.host = host;
    this.keyDirectory = keyDirectory;
    this.address = address;
    this.keys = keys;
    this.downs = downs;
  }

  URI uri() {
    return URI.create(
        "http://%s:%d/kms".formatted(address.getAddress().getHostAddress(), address.getPort()));
  }

  @Override
  public synchronized ProcessSighting look() {
    return process == null
        ? new ProcessSighting.NoProcess("no pid")
        : new ProcessSighting.Lives(process, startedAt, process.pid() + "@" + process.startTicks());
  }

  @Override
  public synchronized ControlResult start() {
    if (process != null) {
      return new ControlResult(ControlResult.Kind.DONE, "", "");
    }
    done.add("start");
    if (startBroken) {
      return new ControlResult(ControlResult.Kind.FAILED, "it will not", "the switch says so");
    }
    try {
      byte[] ring = Files.readAllBytes(keyDirectory.resolve("secring.gpg"));
      var identity = RingReader.read(ring).identity();
      String loaded = identity == null ? "" : identity.digest().hex();
      if (published != null && !published.allAgree(host, loaded)) {
        return new ControlResult(ControlResult.Kind.FAILED, "its process ended", MISMATCH);
      }
      serving = loaded;
      open();
    } catch (NoSuchFileException e) {
      // A KMS of flesh and blood would make a key of its own here: the very accident.
      done.add("start without a key");
      return new ControlResult(ControlResult.Kind.FAILED, "it made a key of its own", "");
    } catch (IOException e) {
      return new ControlResult(ControlResult.Kind.FAILED, String.valueOf(e), "");
    }
    long now = ProcessTable.ofHost(Clock.systemUTC()).now().ticks();
    ticks = Math.max(ticks + 1, now + 1);
    process = new ProcessInstance(self.bootId(), self.pid(), ticks);
    startedAt = Instant.now();
    downs.up(host);
    return new ControlResult(ControlResult.Kind.DONE, "", "");
  }

  private void open() throws IOException {
    HttpServer fresh = HttpServer.create(address, 0);
    ExecutorService pool = Executors.newCachedThreadPool();
    fresh.setExecutor(pool);
    fresh.createContext("/kms", new KmsApi(keys, serving));
    fresh.start();
    server = fresh;
    threads = pool;
  }

  @Override
  public synchronized ControlResult stop() {
    if (process != null) {
      done.add("stop");
      downs.down(host);
      shut();
    }
    return new ControlResult(ControlResult.Kind.DONE, "", "");
  }

  private void shut() {
    process = null;
    serving = "";
    if (server != null) {
      server.stop(0);
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }

  /** Ends it without counting that: the test is over. */
  synchronized void end() {
    shut();
  }

  /** From now on it starts only if the other hosts' keys are its own, as the vendor's does. */
  synchronized void compareWith(PublishedKeys others) {
    published = others;
    if (!serving.isEmpty()) {
      others.allAgree(host, serving);
    }
  }

  synchronized void breakStart(boolean broken) {
    startBroken = broken;
  }

  /** What really took effect, in order: {@code start} and {@code stop}. */
  synchronized List<String> done() {
    return List.copyOf(done);
  }

  /** Key identity of the running process; empty if none runs. */
  synchronized String serving() {
    return serving;
  }
}

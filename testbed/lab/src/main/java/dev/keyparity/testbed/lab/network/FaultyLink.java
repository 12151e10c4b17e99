package dev.keyparity.testbed.lab.network;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.keyparity.testbed.lab.process.Ending;
import dev.keyparity.testbed.lab.process.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A port that leads to another one, through a {@link Weather} that may change at any time. What was
 * held arrives once it clears, in order, as TCP would have it; but what was held on a connection
 * that was cut is lost. Thread-safe.
 */
public final class FaultyLink implements Ending {
  private static final int PIECE = 16 * 1024;

  /** So often something drips. */
  private static final int TURNS_PER_SECOND = 20;

  private static final Duration TURN = Duration.ofSeconds(1).dividedBy(TURNS_PER_SECOND);

  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong disturbed = new AtomicLong();
  private final Object sky = new Object();
  private final Set<Socket> frozen = new HashSet<>();
  private Weather weather = Weather.FAIR;
  private boolean ended;

  private FaultyLink(ServerSocket listener, InetSocketAddress target) {
    this.listener = listener;
    this.target = target;
  }

  /** Opens it, in fair weather. */
  public static FaultyLink to(InetSocketAddress target) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      FaultyLink link = new FaultyLink(listener, target);
      thread("link-accept", link::accept);
      return link;
    } catch (IOException e) {
      throw new LabException(LabException.Code.COMMAND_FAILED, "opening a link to " + target, e);
    }
  }

  public String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Pieces and connections that were held, slowed or cut so far: shows that a fault hit. */
  public long disturbed() {
    return disturbed.get();
  }

  public void turn(Weather next) {
    synchronized (sky) {
      weather = next;
      sky.notifyAll();
    }
    if (next.cut()) {
      closeAll();
    }
  }

  /**
   * Has what is on its way on the connections that stand now stay there until {@link #thaw}, also
   * if an end of one is closed or dies; new connections are not concerned.
   */
  public void freeze() {
    synchronized (sky) {
      frozen.addAll(sockets);
    }
  }

  /** Lets it arrive. */
  public void thaw() {
    synchronized (sky) {
      frozen.clear();
      sky.notifyAll();
    }
  }

  @Override
  public void end() {
    synchronized (sky) {
      ended = true;
      sky.notifyAll();
    }
    close(listener);
    closeAll();
  }

  private void closeAll() {
    for (Socket socket : sockets) {
      disturbed.incrementAndGet();
      close(socket);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket caller = listener.accept();
        thread("link-open", () -> open(caller));
      } catch (IOException closing) {
        return;
      }
    }
  }

  private void open(Socket caller) {
    sockets.add(caller);
    if (isCut()) {
      disturbed.incrementAndGet();
      forget(caller);
      return;
    }
    Socket server = new Socket();
    sockets.add(server);
    try {
      server.connect(target);
      // Else each end waits 40 ms for an acknowledgement of the other.
      caller.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      thread("link-requests", () -> pump(caller, server, true));
      thread("link-answers", () -> pump(server, caller, false));
      if (isCut()) {
        closeAll();
      }
    } catch (IOException refused) {
      forget(caller);
      forget(server);
    }
  }

  private boolean isCut() {
    synchronized (sky) {
      return weather.cut() || ended;
    }
  }

  private void pump(Socket from, Socket to, boolean requests) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[PIECE];
      int read;
      while ((read = in.read(piece)) >= 0) {
        send(piece, read, out, from, requests);
      }
      passes(from, requests);
    } catch (IOException broken) {
      // Closed at an end; the other end learns of it only if that, too, may pass.
      passes(from, requests);
    } finally {
      forget(from);
      forget(to);
    }
  }

  private void send(byte[] piece, int length, OutputStream out, Socket from, boolean requests)
      throws IOException {
    int sent = 0;
    while (sent < length) {
      int now = Math.min(length - sent, passes(from, requests));
      out.write(piece, sent, now);
      out.flush();
      sent += now;
    }
  }

  /** Waits until something may pass; says how many bytes at once. */
  private int passes(Socket from, boolean requests) {
    synchronized (sky) {
      try {
        hold(from, requests);
        if (!weather.delay().isZero()) {
          pause(weather.delay());
          hold(from, requests);
        }
        if (weather.bytesPerSecond() == 0) {
          return PIECE;
        }
        int atOnce = Math.max(1, weather.bytesPerSecond() / TURNS_PER_SECOND);
        pause(TURN);
        return atOnce;
      } catch (InterruptedException e) {
        throw LabException.interrupted("holding a link to " + target, e);
      }
    }
  }

  @GuardedBy("sky")
  private void hold(Socket from, boolean requests) throws InterruptedException {
    if (isHeld(from, requests)) {
      disturbed.incrementAndGet();
    }
    while (isHeld(from, requests)) {
      sky.wait();
    }
  }

  @GuardedBy("sky")
  private boolean isHeld(Socket from, boolean requests) {
    boolean byWeather = requests ? weather.requestsHeld() : weather.answersHeld();
    return !ended && (byWeather || frozen.contains(from));
  }

  /** Ends early when the weather turns. */
  @GuardedBy("sky")
  private void pause(Duration length) throws InterruptedException {
    disturbed.incrementAndGet();
    Weather present = weather;
    long end = System.nanoTime() + length.toNanos();
    long left = length.toMillis();
    while (left > 0 && weather.equals(present) && !ended) {
      sky.wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }

  private void forget(Socket socket) {
    sockets.remove(socket);
    close(socket);
  }

  private static void close(java.io.Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed for us in any case.
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}

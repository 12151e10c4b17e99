package dev.keyparity.testbed.lab.onejvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/**
 * The sockets between one process and a ZooKeeper server. It reads along: each request that changes
 * something is a point before it is sent and, once the server has answered, a point after.
 *
 * <p>When the lifeline is cut the sockets are closed, and what is on the way is lost. The server
 * keeps the session until it expires; {@link #endSessions} saves that wait.
 */
final class ZooKeeperLink implements AutoCloseable {
  private static final int SESSION = 6000;

  /** Requests that change something, as {@code ZooDefs.OpCode} numbers them. */
  private static final Map<Integer, String> CHANGES =
      Map.of(1, "create", 2, "delete", 5, "set", 14, "multi", 15, "create", 19, "create");

  private static final int MULTI = 14;
  private static final int CHECK = 13;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Session(long id, byte[] password) {}

  private final Lifeline life;
  private final int serverPort;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Session> sessions = new CopyOnWriteArrayList<>();

  ZooKeeperLink(Lifeline life, int serverPort) {
    this.life = life;
    this.serverPort = serverPort;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    life.onCut(this::close);
    thread("zookeeper-link", this::accept);
  }

  String connect() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        // Else each end waits 40 ms for an acknowledgement of the other.
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        if (life.isDead()) {
          close();
        }
        Map<Integer, String> asked = new ConcurrentHashMap<>();
        thread("zookeeper-requests", () -> pump(client, server, frame -> sent(frame, asked)));
        thread("zookeeper-replies", () -> pump(server, client, frame -> answered(frame, asked)));
      } catch (IOException closing) {
        return;
      }
    }
  }

  /** What is read along; says whether it goes on. */
  private interface Reader {
    boolean read(ByteBuffer frame);
  }

  private void pump(Socket from, Socket to, Reader reader) {
    try (from;
        to) {
      DataInputStream in = new DataInputStream(from.getInputStream());
      OutputStream out = to.getOutputStream();
      boolean handshake = true;
      while (true) {
        byte[] frame = in.readNBytes(in.readInt());
        ByteBuffer content = ByteBuffer.wrap(frame);
        if (handshake) {
          noteSession(content, from);
        } else if (!reader.read(content)) {
          return;
        }
        handshake = false;
        out.write(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
      }
    } catch (IOException broken) {
      // Closed by either end, or cut; try-with-resources closes the other.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  /** A server's first words: protocol, timeout, session id, password. */
  private void noteSession(ByteBuffer first, Socket from) {
    if (from.getPort() == serverPort) {
      byte[] password = new byte[first.getInt(16)];
      first.get(20, password);
      sessions.add(new Session(first.getLong(8), password));
    }
  }

  private boolean sent(ByteBuffer frame, Map<Integer, String> asked) {
    String change = CHANGES.get(frame.getInt(4));
    if (change == null) {
      return true;
    }
    String what = "write " + what(frame, change);
    asked.put(frame.getInt(0), what);
    return life.passes("before " + what);
  }

  private boolean answered(ByteBuffer frame, Map<Integer, String> asked) {
    String what = asked.remove(frame.getInt(0));
    return what == null || life.passes("after " + what);
  }

  /** The first node that is changed, without what is drawn at random. */
  private static String what(ByteBuffer frame, String change) {
    frame.position(8);
    String verb = change;
    if (change.equals("multi")) {
      int type = operation(frame);
      if (type == CHECK) {
        var unused = string(frame);
        frame.getInt();
        type = operation(frame);
      }
      verb = CHANGES.getOrDefault(type, "multi");
    }
    String path = string(frame);
    return verb
        + " "
        + path.replaceFirst("^/[^/]+", "root")
            .replaceFirst("leader-latch/.*", "leader-latch")
            .replaceFirst("/(runs|plans)/.*", "/$1");
  }

  private static int operation(ByteBuffer frame) {
    int type = frame.getInt();
    frame.get(); // whether it is the last
    frame.getInt(); // an error, in answers
    return type == MULTI ? CHECK : type;
  }

  private static String string(ByteBuffer frame) {
    byte[] bytes = new byte[frame.getInt()];
    frame.get(bytes);
    return new String(bytes, UTF_8);
  }

  /** What the server does by itself once the time of a session that went silent is over. */
  void endSessions() {
    for (Session session : sessions) {
      try {
        end(session);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void end(Session session) throws IOException, InterruptedException {
    CountDownLatch settled = new CountDownLatch(1);
    ZooKeeper heir =
        new ZooKeeper(
            "127.0.0.1:" + serverPort,
            SESSION,
            event -> {
              if (event.getState() != KeeperState.Disconnected) {
                settled.countDown();
              }
            },
            session.id(),
            session.password());
    try {
      var unused = settled.await(SESSION, TimeUnit.MILLISECONDS);
    } finally {
      heir.close();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

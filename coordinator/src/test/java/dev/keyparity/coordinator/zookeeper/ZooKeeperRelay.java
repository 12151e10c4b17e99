package dev.keyparity.coordinator.zookeeper;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a ZooKeeper server and knows its frames (length, then xid, then for
 * requests the operation): it can lose the next transaction or its answer, and stop passing
 * anything on without closing. Each connection has two threads, which end with it.
 */
final class ZooKeeperRelay implements Closeable {
  /** ZooDefs.OpCode.multi. */
  private static final int MULTI = 14;

  private enum Loss {
    NONE,
    REQUEST,
    REPLY
  }

  private final ServerSocket listener;
  private final int serverPort;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final Object gate = new Object();
  private final AtomicInteger lost = new AtomicInteger();
  private volatile Loss next = Loss.NONE;
  private boolean frozen;

  ZooKeeperRelay(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread("relay-accept", this::accept);
  }

  String connect() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** The next transaction never reaches the server, and the connection breaks. */
  void loseNextRequest() {
    next = Loss.REQUEST;
  }

  /** The next transaction is carried out; its answer is lost and the connection breaks. */
  void loseNextReply() {
    next = Loss.REPLY;
  }

  /** How many transactions or answers were lost so far: proof that a fault hit. */
  int lost() {
    return lost.get();
  }

  /** Passes nothing on, in silence. */
  void freeze() {
    synchronized (gate) {
      frozen = true;
    }
  }

  void thaw() {
    synchronized (gate) {
      frozen = false;
      gate.notifyAll();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket();
        try {
          server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
        } catch (IOException serverDown) {
          client.close();
          continue;
        }
        Link link = new Link(client, server);
        links.add(link);
        thread("relay-requests", () -> link.pump(client, server, true));
        thread("relay-replies", () -> link.pump(server, client, false));
      } catch (IOException closing) {
        return;
      }
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void awaitThaw() throws InterruptedException {
    synchronized (gate) {
      while (frozen) {
        gate.wait();
      }
    }
  }

  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile int doomedXid = Integer.MIN_VALUE;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void pump(Socket from, Socket to, boolean requests) {
      try (from;
          to) {
        DataInputStream in = new DataInputStream(from.getInputStream());
        DataOutputStream out = new DataOutputStream(to.getOutputStream());
        boolean handshake = true;
        while (true) {
          byte[] frame = in.readNBytes(in.readInt());
          awaitThaw();
          if (!handshake && isLost(frame, requests)) {
            lost.incrementAndGet();
            return;
          }
          handshake = false;
          out.writeInt(frame.length);
          out.write(frame);
          out.flush();
        }
      } catch (IOException broken) {
        // Closed by either end; try-with-resources closes the other.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        links.remove(this);
      }
    }

    private boolean isLost(byte[] frame, boolean request) {
      int xid = ByteBuffer.wrap(frame).getInt(0);
      if (!request) {
        return xid == doomedXid;
      }
      if (next == Loss.NONE || ByteBuffer.wrap(frame).getInt(4) != MULTI) {
        return false;
      }
      boolean loseRequest = next == Loss.REQUEST;
      next = Loss.NONE;
      if (!loseRequest) {
        doomedXid = xid;
      }
      return loseRequest;
    }

    void close() throws IOException {
      client.close();
      server.close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    thaw();
    for (Link link : links) {
      link.close();
    }
  }
}

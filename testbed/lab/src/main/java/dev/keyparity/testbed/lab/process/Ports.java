package dev.keyparity.testbed.lab.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Free TCP ports for servers that are restarted on the same port. They lie below the range from
 * which Linux takes the ports of outgoing connections (32768 and up), so that no connection can
 * take one while its server is down.
 *
 * <p>Never gives out the same port twice in one virtual machine. Thread-safe.
 */
public final class Ports {
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 31_999;
  private static final int TRIES = 200;
  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /** A port that is free on every one of {@code addresses} now. */
  public static synchronized int free(List<InetAddress> addresses) {
    RandomGenerator random = RandomGenerator.getDefault();
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, HIGHEST + 1);
      if (!GIVEN.contains(port) && isFree(port, addresses)) {
        GIVEN.add(port);
        return port;
      }
    }
    throw new LabException(
        LabException.Code.COMMAND_FAILED,
        "no free port from " + LOWEST + " to " + HIGHEST + " on " + addresses);
  }

  private static boolean isFree(int port, List<InetAddress> addresses) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (InetAddress address : addresses) {
        ServerSocket socket = new ServerSocket();
        held.add(socket);
        socket.bind(new InetSocketAddress(address, port));
      }
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      held.forEach(Ports::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new LabException(LabException.Code.COMMAND_FAILED, "closing " + socket, e);
    }
  }
}

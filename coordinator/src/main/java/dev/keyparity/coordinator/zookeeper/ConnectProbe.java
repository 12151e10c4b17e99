package dev.keyparity.coordinator.zookeeper;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in words why an ensemble cannot be reached, server by server. ZooKeeper's client only says
 * that the connection is lost; the operator wants to know which server refuses and which is silent.
 */
final class ConnectProbe {
  private static final int TIMEOUT_MILLIS = 300;
  private static final int MOST_SERVERS = 7;

  private ConnectProbe() {}

  /**
   * @param connect {@code host:port[,host:port…]}, with or without a chroot
   */
  static String explain(String connect) {
    int chroot = connect.indexOf('/');
    String servers = chroot < 0 ? connect : connect.substring(0, chroot);
    List<String> said = new ArrayList<>();
    for (String server : servers.split(",", MOST_SERVERS + 1)) {
      said.add(server + ": " + probe(server));
    }
    return String.join(", ", said);
  }

  private static String probe(String server) {
    int colon = server.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      String host = colon < 0 ? server : server.substring(0, colon);
      int port = colon < 0 ? 2181 : Integer.parseInt(server.substring(colon + 1));
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      return "connects, but does not serve";
    } catch (ConnectException e) {
      return "connection refused";
    } catch (SocketTimeoutException e) {
      return "no answer to connect";
    } catch (UnknownHostException e) {
      return "unknown host";
    } catch (IOException | IllegalArgumentException e) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
  }
}

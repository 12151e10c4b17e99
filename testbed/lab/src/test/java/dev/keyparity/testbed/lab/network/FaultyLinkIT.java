package dev.keyparity.testbed.lab.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.testbed.lab.TestTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyLinkIT {
  /** Long enough to see that nothing comes; too short only makes a fault pass as fair weather. */
  private static final int SILENCE = 200;

  private ServerSocket server;
  private FaultyLink link;
  private Socket caller;
  private Socket answerer;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setSoTimeout(Math.toIntExact(TestTimeouts.SOON.toMillis()));
    link = FaultyLink.to((InetSocketAddress) server.getLocalSocketAddress());
    caller = call();
    answerer = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    link.end();
    caller.close();
    answerer.close();
    server.close();
  }

  private Socket call() throws IOException {
    String port = link.address().substring(link.address().indexOf(':') + 1);
    return new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  @Test
  void fair_passesBothWays() throws IOException {
    caller.getOutputStream().write(7);
    assertThat(hears(answerer)).isEqualTo(7);
    answerer.getOutputStream().write(8);
    assertThat(hears(caller)).isEqualTo(8);
    assertThat(link.disturbed()).isZero();
  }

  @Test
  void cut_closesWhatStandsAndWhatComes() throws IOException {
    link.turn(Weather.CUT);

    assertIsClosed(caller);
    assertIsClosed(answerer);
    try (Socket another = call()) {
      assertIsClosed(another);
    }
    assertThat(link.disturbed()).isPositive();
    link.turn(Weather.FAIR);
    try (Socket another = call();
        Socket heard = server.accept()) {
      another.getOutputStream().write(9);
      assertThat(hears(heard)).isEqualTo(9);
    }
  }

  @Test
  void silent_holdsBothWaysAndTheEndOfAConnection_untilItClears() throws IOException {
    link.turn(Weather.SILENT);
    caller.getOutputStream().write(7);
    answerer.getOutputStream().write(8);
    assertHearsNothing(answerer);
    assertHearsNothing(caller);
    caller.close();
    assertHearsNothing(answerer);
    assertThat(link.disturbed()).isPositive();

    link.turn(Weather.FAIR);

    assertThat(hears(answerer)).isEqualTo(7);
    assertIsClosed(answerer);
  }

  @Test
  void oneWay_holdsThatWayOnly() throws IOException {
    link.turn(Weather.ANSWERS_LOST);
    caller.getOutputStream().write(7);
    assertThat(hears(answerer)).isEqualTo(7);
    answerer.getOutputStream().write(8);
    assertHearsNothing(caller);

    link.turn(Weather.REQUESTS_LOST);

    assertThat(hears(caller)).isEqualTo(8);
    caller.getOutputStream().write(9);
    assertHearsNothing(answerer);
  }

  @Test
  void frozen_whileSomethingIsSlowlyOnItsWay_holdsThatToo() throws IOException {
    link.turn(Weather.slow(Duration.ofDays(1)));
    caller.getOutputStream().write(7);
    Awaitility.await().atMost(TestTimeouts.SOON).until(() -> link.disturbed() > 0);

    link.freeze();
    link.turn(Weather.FAIR);

    assertHearsNothing(answerer);
    link.thaw();
    assertThat(hears(answerer)).isEqualTo(7);
  }

  @Test
  void frozen_holdsWhatStandsAndLetsPassWhatComes() throws IOException {
    link.freeze();
    caller.getOutputStream().write(7);
    caller.close();
    assertHearsNothing(answerer);
    try (Socket another = call();
        Socket heard = server.accept()) {
      another.getOutputStream().write(9);
      assertThat(hears(heard)).isEqualTo(9);
    }

    link.thaw();

    assertThat(hears(answerer)).isEqualTo(7);
    assertIsClosed(answerer);
  }

  @Test
  void slow_keepsEachPieceForTheDelay() throws IOException {
    link.turn(Weather.slow(Duration.ofDays(1)));
    caller.getOutputStream().write(7);
    assertHearsNothing(answerer);

    link.turn(Weather.FAIR);

    assertThat(hears(answerer)).isEqualTo(7);
  }

  @Test
  void dripping_letsBytesThroughLittleByLittleAndAllOfThem() throws IOException {
    byte[] said = new byte[200];
    said[199] = 7;
    link.turn(Weather.dripping(1000));
    caller.getOutputStream().write(said);

    answerer.setSoTimeout(Math.toIntExact(TestTimeouts.SOON.toMillis()));
    byte[] first = new byte[said.length];
    int atOnce = answerer.getInputStream().read(first);
    assertThat(atOnce).isBetween(1, said.length - 1);
    byte[] rest = answerer.getInputStream().readNBytes(said.length - atOnce);
    assertThat(rest).hasSize(said.length - atOnce).endsWith(7);
  }

  private static int hears(Socket socket) throws IOException {
    socket.setSoTimeout(Math.toIntExact(TestTimeouts.SOON.toMillis()));
    return socket.getInputStream().read();
  }

  private static void assertHearsNothing(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  private static void assertIsClosed(Socket socket) {
    Awaitility.await()
        .atMost(TestTimeouts.SOON)
        .until(
            () -> {
              try {
                return hears(socket) < 0;
              } catch (IOException reset) {
                return true;
              }
            });
  }
}

package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostRoundsTest {
  private static final int AT_ONCE = 8;

  private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();

  private CompletableFuture<String> begin(String host) {
    return asked.computeIfAbsent(host, it -> new CompletableFuture<>());
  }

  @Test
  void ask_oneFails_othersAnswer_inTheOrderOfTheHosts() {
    List<HostRounds.Answer<String>> answers =
        HostRounds.ask(
            List.of("kms3", "kms1", "kms2"),
            host -> {
              if (host.equals("kms1")) {
                throw new KeyparityException(ErrorCode.PEER_UNREACHABLE, "refused", "look there");
              }
              return CompletableFuture.completedFuture("of " + host);
            });

    assertThat(answers).extracting(HostRounds.Answer::host).containsExactly("kms3", "kms1", "kms2");
    assertThat(answers.get(0).value()).contains("of kms3");
    assertThat(answers.get(0).error()).isEmpty();
    assertThat(answers.get(1).value()).isEmpty();
    assertThat(answers.get(1).error()).contains("kms1: refused; look there");
    assertThat(answers.get(2).value()).contains("of kms2");
  }

  @Test
  void named_wrappedOnTheWay_keepsItsOwnName() {
    KeyparityException bare = new KeyparityException(ErrorCode.DISK_FULL, "full");

    assertThat(HostRounds.named(new CompletionException(new CompletionException(bare))))
        .isSameAs(bare);
    assertThat(HostRounds.named(new IllegalStateException("boom")).code())
        .isEqualTo(ErrorCode.INTERNAL);
  }

  /** A service of hundreds of hosts does not open hundreds of calls at once. */
  @Test
  void ask_manyHosts_aFewAreAskedAtOnce_allInTheEnd() throws Exception {
    List<String> hosts = IntStream.range(0, 20).mapToObj(i -> "kms" + i).toList();
    List<HostRounds.Answer<String>> answers = new ArrayList<>();
    Thread asking = new Thread(() -> answers.addAll(HostRounds.ask(hosts, this::begin)));
    asking.start();
    await().atMost(TestTimeouts.SOON).until(() -> asking.getState() == Thread.State.WAITING);
    assertThat(asked).hasSize(AT_ONCE);

    begin("kms3").complete("first to answer");
    await().atMost(TestTimeouts.SOON).until(() -> asked.size() == AT_ONCE + 1);

    hosts.forEach(host -> begin(host).complete("of " + host));
    asking.join(TestTimeouts.SOON.toMillis());
    assertThat(answers).hasSize(20).allMatch(answer -> answer.value().isPresent());
  }

  @Test
  void ask_interrupted_endsAsCancelled_andStaysInterrupted() throws Exception {
    List<Object> seen = new ArrayList<>();
    Thread asking =
        new Thread(
            () -> {
              KeyparityException refused =
                  AdminBench.refusal(() -> HostRounds.ask(List.of("kms1"), this::begin));
              seen.add(refused.code());
              seen.add(Thread.currentThread().isInterrupted());
            });
    asking.start();
    await().atMost(TestTimeouts.SOON).until(() -> asking.getState() == Thread.State.WAITING);

    asking.interrupt();

    asking.join(TestTimeouts.SOON.toMillis());
    assertThat(seen).containsExactly(ErrorCode.CANCELLED, true);
  }
}

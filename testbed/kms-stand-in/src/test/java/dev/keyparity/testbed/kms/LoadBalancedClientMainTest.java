package dev.keyparity.testbed.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class LoadBalancedClientMainTest {
  @Test
  void hosts_ofALoadBalancingUri_areTheUrisOfEachAlone() {
    assertThat(LoadBalancedClientMain.hosts(URI.create("kms://http@127.0.0.1;127.0.0.2:16000/kms")))
        .containsExactly(
            URI.create("kms://http@127.0.0.1:16000/kms"),
            URI.create("kms://http@127.0.0.2:16000/kms"));
  }

  @Test
  void hosts_ofAUriWithoutPort_areRefused() {
    assertThatThrownBy(() -> LoadBalancedClientMain.hosts(URI.create("kms://http@127.0.0.1/kms")))
        .hasMessageContaining("expected: kms://http@HOST;HOST:PORT/kms");
  }
}

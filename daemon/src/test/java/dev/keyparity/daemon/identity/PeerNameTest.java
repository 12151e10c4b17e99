package dev.keyparity.daemon.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LowerChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerNameTest {

  @Test
  void uri_andBack_isTheSame() {
    PeerName name = new PeerName("prod.example", Role.AGENT, "kms1.example.com");

    assertThat(name.uri()).isEqualTo("spiffe://prod.example/keyparity/agent/kms1.example.com");
    assertThat(PeerName.parse(name.uri())).isEqualTo(name);
    assertThat(name).hasToString("agent kms1.example.com");
  }

  @Property
  void anyNameOfTheAlphabet_survivesTheRoundTrip(
      @ForAll @LowerChars @NumericChars @StringLength(min = 1, max = 255) String trustDomain,
      @ForAll Role role,
      @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 255) String name) {
    PeerName peer = new PeerName(trustDomain, role, name);

    assertThat(PeerName.parse(peer.uri())).isEqualTo(peer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spiffe://prod.example",
        "spiffe://prod.example/keyparity/agent",
        "spiffe://prod.example/keyparity/agent/",
        "spiffe://prod.example/keyparity/agent/kms1/",
        "spiffe://prod.example/keyparity/agent/kms1/x",
        "spiffe://prod.example/keyparity//kms1",
        "spiffe://prod.example//keyparity/agent/kms1",
        "spiffe://prod.example/Keyparity/agent/kms1",
        "spiffe://prod.example/keyparity/Agent/kms1",
        "spiffe://prod.example/keyparity/root/kms1",
        "spiffe://prod.example/keyparity/agent/..",
        "spiffe://prod.example/keyparity/agent/.",
        "spiffe://prod.example/keyparity/agent/kms%31",
        "spiffe://prod.example/keyparity/agent/kms1?x",
        "spiffe://prod.example/keyparity/agent/kms1#x",
        "spiffe://prod.example/keyparity/agent/kms1\n",
        "spiffe://prod.example:7417/keyparity/agent/kms1",
        "spiffe://user@prod.example/keyparity/agent/kms1",
        "spiffe://Prod.example/keyparity/agent/kms1",
        "spiffe:///keyparity/agent/kms1",
        "SPIFFE://prod.example/keyparity/agent/kms1",
        "https://prod.example/keyparity/agent/kms1",
        " spiffe://prod.example/keyparity/agent/kms1"
      })
  void anyOtherUri_isRefused(String uri) {
    assertThatIllegalArgumentException().isThrownBy(() -> PeerName.parse(uri));
  }
}

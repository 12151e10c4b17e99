package dev.keyparity.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostListTest {
  private static Optional<String> with(String file) {
    return new HostList(file).with("kms3", "kms3:7417", "http://kms3:16000/kms");
  }

  private static final String ADDED =
      "- {name: kms3, agent: \"kms3:7417\", kms: \"http://kms3:16000/kms\"}\n";

  @Test
  void with_listInTheMiddle_comesLast_andEveryOtherLineStays() {
    String head = "service: kms-prod\nhosts:   # one key for all\n  # the first\n";
    String list =
        """
          - {name: kms1, agent: "kms1:7417", kms: "http://kms1:16000/kms"}
          - name: kms2
            agent: kms2:7417
            kms: http://kms2:16000/kms
        """;
    String rest = "\n# whom it serves\nprobe_key: probe\n";

    assertThat(with(head + list + rest)).hasValue(head + list + "  " + ADDED + rest);
  }

  @Test
  void with_listAtTheMargin_keepsTheMargin() {
    assertThat(with("hosts:\n- {name: kms1}\nservice: kms-prod\n"))
        .hasValue("hosts:\n- {name: kms1}\n" + ADDED + "service: kms-prod\n");
  }

  private static Optional<String> without(String file) {
    return new HostList(file).without("kms2");
  }

  @Test
  void without_itemOfSeveralLines_goesWithEachOfThem_andEveryOtherLineStays() {
    String head = "service: kms-prod\nhosts:\n  # the first\n  - {name: kms1, agent: \"kms2:1\"}\n";
    String gone =
        """
          - agent: kms2:7417  # the second
            # with a comment of its own
            name: kms2
            kms: http://kms2:16000/kms
        """;
    String rest = "  # the last\n  - name: kms22\n\n# whom it serves\nprobe_key: probe\n";

    assertThat(without(head + gone + rest)).hasValue(head + rest);
  }

  @Test
  void without_itemOfOneLine_orAtTheMargin() {
    String one = "  - {agent: \"kms2:7417\", name: 'kms2', kms: \"http://kms2:16000/kms\"}\n";
    assertThat(without("hosts:\n  - name: kms1\n" + one)).hasValue("hosts:\n  - name: kms1\n");
    assertThat(without("hosts:\n- name: kms2\n  agent: a\n- name: kms1\nservice: s\n"))
        .hasValue("hosts:\n- name: kms1\nservice: s\n");
  }

  @Test
  void without_hostThatIsNotThere_orAnotherLayout_isLeftAlone() {
    assertThat(without("hosts:\n  - {name: kms22}\n  - {name: kms1, agent: kms2}\n")).isEmpty();
    assertThat(without("hosts: [{name: kms2}]\n")).isEmpty();
    assertThat(without("hosts:\n  kms2: {}\n")).isEmpty();
    assertThat(without("clients:\n  - {name: kms2}\n")).isEmpty();
    assertThat(without("hosts:\n  - name: kms1\nclients:\n  - name: kms2\n")).isEmpty();
  }

  /** What people do not write, this does not try to understand. */
  @Test
  void with_anotherLayout_isLeftAlone() {
    assertThat(with("hosts: [{name: kms1}]\n")).isEmpty();
    assertThat(with("service: kms-prod\n")).isEmpty();
    assertThat(with("hosts:\n")).isEmpty();
    assertThat(with("hosts:\n  kms1: {}\n")).isEmpty();
  }
}

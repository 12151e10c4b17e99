package dev.keyparity.daemon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyparityExceptionTest {

  @Test
  void ruleAndContext_areAddedToACopy() {
    IOException cause = new IOException("inner");
    KeyparityException plain =
        new KeyparityException(ErrorCode.LAST_SERVING, "kms1 is the last", "see status", cause);

    KeyparityException full = plain.withRule("I5").withContext("host", "kms1");

    assertThat(full.rule()).isEqualTo("I5");
    assertThat(full.context()).isEqualTo(Map.of("host", "kms1"));
    assertThat(full.operatorMessage()).isEqualTo("kms1 is the last");
    assertThat(full.whatToDo()).isEqualTo("see status");
    assertThat(full.code()).isEqualTo(ErrorCode.LAST_SERVING);
    assertThat(full).hasCause(cause).hasMessage("LAST_SERVING: kms1 is the last");
    assertThat(full.getStackTrace()).isEqualTo(plain.getStackTrace());
    assertThat(plain.rule()).isEmpty();
    assertThat(plain.context()).isEmpty();
  }
}

package dev.keyparity.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keyparity.agent.guard.state.InMemoryStateFiles;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fencing.FencingToken;
import org.junit.jupiter.api.Test;

class FenceTest {
  private final InMemoryStateFiles files = new InMemoryStateFiles();

  private Fence fence() {
    return new Fence("prod", "kms-prod", 1_000_000, files);
  }

  private static FencingToken token(long epoch, String holder) {
    return new FencingToken("prod", epoch, holder);
  }

  @Test
  void effect_underAnEpochThatWasNotFenced_isRefused() {
    Fence fence = fence();

    Refusals.assertRefused(ErrorCode.NOT_FENCED, "I3", () -> fence.admit(token(1, "a")));
    fence.raise(token(1, "a"));

    assertThatCode(() -> fence.admit(token(1, "a"))).doesNotThrowAnyException();
    Refusals.assertRefused(ErrorCode.NOT_FENCED, "I3", () -> fence.admit(token(2, "a")));
  }

  @Test
  void effect_ofAnotherHolderOfTheSameEpoch_isRefused() {
    Fence fence = fence();
    fence.raise(token(5, "a"));

    Refusals.assertRefused(ErrorCode.STALE_LEADER, "I3", () -> fence.admit(token(5, "b")));
    Refusals.assertRefused(ErrorCode.STALE_LEADER, "I3", () -> fence.raise(token(5, "b")));
  }

  @Test
  void lowerEpoch_isRefusedAlsoAfterARestart() {
    fence().raise(token(5, "a"));
    Fence restarted = fence();

    Refusals.assertRefused(ErrorCode.STALE_LEADER, "I3", () -> restarted.raise(token(4, "a")));
    Refusals.assertRefused(ErrorCode.STALE_LEADER, "I3", () -> restarted.admit(token(4, "a")));
    Refusals.assertRefused(ErrorCode.STALE_LEADER, "I3", () -> restarted.raise(token(5, "b")));
    assertThatCode(() -> restarted.admit(token(5, "a"))).doesNotThrowAnyException();
  }

  @Test
  void jump_aboveTheBound_isRefusedAndChangesNothing() {
    Fence fence = fence();
    fence.raise(token(5, "a"));

    Refusals.assertRefused(ErrorCode.STALE_LEADER, "I3", () -> fence.raise(token(1_000_006, "b")));

    assertThat(fence.highest()).contains(token(5, "a"));
    fence.raise(token(1_000_005, "b"));
    assertThat(fence.highest()).contains(token(1_000_005, "b"));
  }

  @Test
  void anotherGroup_isRefused() {
    Fence fence = fence();
    FencingToken other = new FencingToken("test", 9, "a");

    Refusals.assertRefused(ErrorCode.WRONG_GROUP, "I3", () -> fence.raise(other));
    Refusals.assertRefused(ErrorCode.WRONG_GROUP, "I3", () -> fence.admit(other));
  }

  @Test
  void record_ofAnotherGroupThanConfigured_isRefusedAtStart() {
    fence().raise(token(5, "a"));

    Refusals.assertRefused(
        ErrorCode.WRONG_GROUP, "", () -> new Fence("test", "kms-prod", 1_000_000, files));
  }

  @Test
  void raise_whoseWriteFails_bindsToNothing() {
    Fence fence = fence();
    files.failWith(new IllegalStateException("disk"));

    assertThatCode(() -> fence.raise(token(1, "a"))).hasMessage("disk");

    assertThat(fence.highest()).isEmpty();
  }

  @Test
  void record_thatDoesNotParse_isNamedAsCorrupt() {
    files.overwrite("fence/kms-prod.json", "{\"epoch\":1}");
    Refusals.assertRefused(ErrorCode.STATE_CORRUPT, "", this::fence);
    files.overwrite(
        "fence/kms-prod.json",
        "{\"epoch\":1,\"extra\":1,\"format\":\"keyparity.fence/1\",\"group\":\"prod\",\"holder\":\"a\"}");
    Refusals.assertRefused(ErrorCode.STATE_CORRUPT, "", this::fence);
    files.overwrite(
        "fence/kms-prod.json",
        "{\"epoch\":1,\"format\":\"keyparity.fence/2\",\"group\":\"prod\",\"holder\":\"a\"}");
    Refusals.assertRefused(ErrorCode.STATE_CORRUPT, "", this::fence);
  }
}

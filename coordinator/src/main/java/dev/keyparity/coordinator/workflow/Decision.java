package dev.keyparity.coordinator.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What a step decided: the next thing to be done about it. */
public sealed interface Decision {

  /**
   * Have these done, side by side; then the step decides again.
   *
   * @param acts at least one, no two of the same name on the same host
   */
  record Perform(List<Act> acts) implements Decision {
    public Perform {
      acts = List.copyOf(acts);
      long distinct = acts.stream().map(act -> act.name() + "/" + act.host()).distinct().count();
      if (acts.isEmpty() || distinct != acts.size()) {
        throw new IllegalArgumentException(
            "perform: %s (expected: at least one act, each once)".formatted(acts));
      }
    }
  }

  /**
   * The step is over.
   *
   * @param skipped whether there was nothing for it to do
   * @param summary what was done, or why there was nothing
   * @param facts for later steps and for people
   */
  record Finish(boolean skipped, String summary, SortedMap<String, String> facts)
      implements Decision {
    public Finish {
      facts = Act.copyOf(facts);
    }
  }

  /**
   * Nothing to do until something comes true. Asked again at each change of the world; a step that
   * sees that it cannot come true any more answers {@link Block} or {@link Fail} instead.
   *
   * @param what stable word: as long as it stays the same, the deadline does not move
   * @param reason one sentence, without times: those are shown from the record
   * @param patience how long from the beginning of the wait
   * @param otherwise what holds if it did not come true by then
   */
  record Wait(String what, String reason, Duration patience, Block otherwise) implements Decision {}

  /**
   * An operator must decide something.
   *
   * @param code stable word
   * @param explanation one sentence
   * @param whatToDo what the operator can do, in the order it should be tried; never empty
   * @param facts evidence for the explanation
   */
  record Block(
      String code, String explanation, List<String> whatToDo, SortedMap<String, String> facts)
      implements Decision {
    public Block {
      whatToDo = List.copyOf(whatToDo);
      facts = Act.copyOf(facts);
      if (whatToDo.isEmpty()) {
        throw new IllegalArgumentException(
            "block %s: nothing to do (expected: a way out)".formatted(code));
      }
    }
  }

  /**
   * Something went wrong that neither waiting nor a decision of policy mends.
   *
   * @param nextAction what the operator can do; never empty
   */
  record Fail(String code, String error, String nextAction) implements Decision {}

  static Decision perform(Act... acts) {
    return new Perform(List.of(acts));
  }

  static Decision done(String summary) {
    return new Finish(false, summary, Act.copyOf(Map.of()));
  }

  static Decision done(String summary, Map<String, String> facts) {
    return new Finish(false, summary, Act.copyOf(facts));
  }

  static Decision skipped(String reason) {
    return new Finish(true, reason, Act.copyOf(Map.of()));
  }

  static Block blocked(String code, String explanation, String... whatToDo) {
    return new Block(code, explanation, List.of(whatToDo), Act.copyOf(Map.of()));
  }

  /** One value from whichever case this is. */
  default <R> R fold(Cases<R> cases) {
    if (this instanceof Perform it) {
      return cases.perform(it);
    }
    if (this instanceof Finish it) {
      return cases.finish(it);
    }
    if (this instanceof Wait it) {
      return cases.await(it);
    }
    if (this instanceof Block it) {
      return cases.block(it);
    }
    return cases.fail((Fail) this);
  }

  /** One branch per case. */
  interface Cases<R> {
    R perform(Perform it);

    R finish(Finish it);

    R await(Wait it);

    R block(Block it);

    R fail(Fail it);
  }
}

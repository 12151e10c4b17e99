package dev.keyparity.coordinator.workflow;

import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/** What is known after an act was asked for. */
public sealed interface ActResult {

  /**
   * Its effect is in place.
   *
   * @param summary one sentence for the journal
   * @param facts what was learned, such as digests and backup ids; never a secret
   */
  record Done(String summary, SortedMap<String, String> facts) implements ActResult {
    public Done {
      facts = Act.copyOf(facts);
    }
  }

  /** Its effect is known not to be in place, and nothing half done remains. */
  record NotDone(ActFailure failure) implements ActResult {}

  /** It was begun, and whoever began it does not know how it ended. */
  record Indeterminate(String summary) implements ActResult {}

  /** Nothing was heard: it may be in place or not. The same request is sent again. */
  record Unanswered(String message) implements ActResult {}

  static ActResult done(String summary) {
    return done(summary, Map.of());
  }

  static ActResult done(String summary, Map<String, String> facts) {
    return new Done(summary, Act.copyOf(facts));
  }

  static ActResult notDone(String code, String message, String whatToDo, Next next) {
    return new NotDone(new ActFailure(code, message, whatToDo, next));
  }

  /** One value from whichever case this is. */
  default <R> R fold(
      Function<Done, R> done,
      Function<NotDone, R> notDone,
      Function<Indeterminate, R> indeterminate,
      Function<Unanswered, R> unanswered) {
    if (this instanceof Done it) {
      return done.apply(it);
    }
    if (this instanceof NotDone it) {
      return notDone.apply(it);
    }
    if (this instanceof Indeterminate it) {
      return indeterminate.apply(it);
    }
    return unanswered.apply((Unanswered) this);
  }
}

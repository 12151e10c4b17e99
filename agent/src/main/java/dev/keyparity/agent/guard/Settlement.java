package dev.keyparity.agent.guard;

import java.util.Map;

/** What looking at the world says of an effect whose end is not on record. */
public sealed interface Settlement {

  /** It is in place. */
  record Happened(String summary, Map<String, String> facts) implements Settlement {}

  /** It is not, and will not come by itself any more. */
  record DidNotHappen(String summary) implements Settlement {}

  /** Doing it again under the same id comes to the same whether it happened or not. */
  record RedoIsSafe() implements Settlement {}

  /** Not now; ask again later. */
  record CannotTell(String why) implements Settlement {}

  /**
   * Never: only an operator can know. A next attempt begins only under a warrant that is not the
   * one this effect was begun under, because whoever signed that one may have looked.
   */
  record OperatorMustTell(String why) implements Settlement {}
}

package dev.keyparity.daemon.fault;

/** Who acts next, and how, after something failed. */
public enum NextAction {
  /** The same thing may be tried again, after a pause, by the same caller. */
  RETRY,
  /** The caller's view is out of date: read the durable record and the world again, then decide. */
  RE_OBSERVE,
  /** Only a person can settle it; standing still is right until then. */
  ASK_OPERATOR,
  /** A rule of safety would be or was broken: nothing further may be done on this path. */
  STOP
}

package dev.keyparity.agent.guard.permit;

/** What a host is under the present identity statement. */
public enum Standing {
  /** It durably recorded that it holds and serves the approved key under this statement. */
  MEMBER("member"),
  /** Not yet: its permit need only say that it has begun no stop. */
  JOINING("joining");

  private final String word;

  Standing(String word) {
    this.word = word;
  }

  /** As it stands in signed documents. */
  public String word() {
    return word;
  }
}

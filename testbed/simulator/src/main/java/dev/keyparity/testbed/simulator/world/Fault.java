package dev.keyparity.testbed.simulator.world;

/** What can go wrong. */
enum Fault {
  REQUEST_LOST("request lost", 0.02),
  ANSWER_LOST("answer lost", 0.03),
  LONG_DELAY("long delay", 0.01),
  REQUEST_REPEATED("request repeated", 0.01),
  REPORT_DELAYED("report delayed", 0.003),
  REPORT_REPLAYED("old report again", 0.003),
  NOTICE_LOST("change not noticed", 0.2),
  STORE_UNAVAILABLE("store unavailable", 0.01),
  STORE_ANSWER_LOST("store answer lost", 0.02),
  SESSION_EXPIRY("session expiry", 0.01),
  COORDINATOR_CRASH("coordinator crash", 0.003),
  COORDINATOR_PAUSED("coordinator paused", 0.002),
  START_FAILS("KMS does not start", 0.1),
  START_IS_SLOW("KMS starts slowly", 0.1),
  STOP_HANGS("stop hangs", 0.15),
  SLOW_DISK("slow disk", 0.1),
  SIGHT_LOST("KMS cannot be looked at", 0.003),
  SIGHT_LOST_AT_START("KMS cannot be looked at when its agent is back", 0.1),
  AGENT_CRASH("agent crash", 2),
  POWER_CUT("power cut", 0.7),
  DISK_FULL("disk full", 0.7),
  KMS_RESTARTED("KMS restarted by others", 0.7),
  INTRUDER("stolen certificate used", 0.4),
  PARTITION("partition", 0.7),
  CLOCK_JUMP("clock jump", 0.5),
  STORE_ROLLED_BACK("store rolled back", 0.3),
  STORE_EMPTIED("store emptied", 0.1),
  HOST_ROLLED_BACK("host rolled back", 0.1),
  KEY_CHANGED("key changed by others", 0.2),
  KEY_CHANGED_UNSEEN("key changed by others while cut off", 0.15),
  KEY_CHANGED_BACK("key changed by others after an install", 0.1),
  BACKUP_DAMAGED("backup damaged", 0.2),
  BACKUP_DAMAGED_LATE("backup damaged before an install", 0.05),
  ELECTION_FORGOTTEN("store rolled back after an election", 0.03),
  STATE_TORN("state record torn", 0.05);

  private final String words;
  private final double usually;

  /**
   * @param usually how probable it is each time it could happen; of what strikes by itself, how
   *     often in one world
   */
  Fault(String words, double usually) {
    this.words = words;
    this.usually = usually;
  }

  double usually() {
    return usually;
  }

  @Override
  public String toString() {
    return words;
  }
}

package dev.keyparity.agent.settings;

/**
 * One property as a file has it.
 *
 * @param isFinal whether the file forbids later files to change it
 */
record SiteProperty(String name, String value, boolean isFinal) {
  @Override
  public String toString() {
    return "SiteProperty[" + name + (isFinal ? ", final" : "") + ", value not shown]";
  }
}

package dev.keyparity.coordinator.duty;

import dev.keyparity.daemon.audit.AuditHead;

/**
 * How far an audit log reaches that is not a host's.
 *
 * @param name under which hosts keep it; no host's name
 */
public record NamedHead(String name, AuditHead head) {

  /** Of a coordinator's own log. An underscore is in no host's name (RFC 1123). */
  public static String nameOf(String coordinator) {
    return "coordinator_" + coordinator;
  }
}

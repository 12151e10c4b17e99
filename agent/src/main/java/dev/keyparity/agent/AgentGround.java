package dev.keyparity.agent;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.guard.AuditTrail;
import dev.keyparity.agent.guard.state.StateFiles;

/**
 * What an agent makes durable goes through here; tests cut it at an exact write. Each method may
 * hand back what it is given.
 */
public interface AgentGround {
  Disk disk(Disk real);

  StateFiles state(StateFiles real);

  AuditTrail audit(AuditTrail real);

  /** Nothing in between. */
  static AgentGround real() {
    return new AgentGround() {
      @Override
      public Disk disk(Disk real) {
        return real;
      }

      @Override
      public StateFiles state(StateFiles real) {
        return real;
      }

      @Override
      public AuditTrail audit(AuditTrail real) {
        return real;
      }
    };
  }
}

package dev.keyparity.coordinator.enablement.readiness;

import dev.keyparity.wording.InstallationFault;
import java.util.ArrayList;
import java.util.List;

/** Collects what checks find, and counts them. Confined to one thread. */
public final class Remarks {
  private final List<Remark> all = new ArrayList<>();
  private int count;

  /** One check more; if it does not hold, that stops a run. */
  public void require(boolean holds, String code, String host, String seen, String whatToDo) {
    count++;
    if (!holds) {
      all.add(new Remark(code, false, host, seen, List.of(whatToDo)));
    }
  }

  void require(boolean holds, InstallationFault fault, String host, String seen, String whatToDo) {
    require(holds, fault.code(), host, seen, whatToDo);
  }

  /** Something to be told, and let pass. */
  public void warn(InstallationFault fault, String host, String seen, String... whatToDo) {
    all.add(new Remark(fault.code(), true, host, seen, List.of(whatToDo)));
  }

  /** How many checks were made, whether they hold or not. */
  public int count() {
    return count;
  }

  public List<Remark> all() {
    return List.copyOf(all);
  }

  /** Those that stop a run. */
  public List<Remark> problems() {
    return all.stream().filter(remark -> !remark.isWarning()).toList();
  }

  public List<Remark> warnings() {
    return all.stream().filter(Remark::isWarning).toList();
  }
}

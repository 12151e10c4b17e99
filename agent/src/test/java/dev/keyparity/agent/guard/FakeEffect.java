package dev.keyparity.agent.guard;

import dev.keyparity.daemon.warrant.Act;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An effect on a world that is one number: how often it happened. Counts what really happens. */
final class FakeEffect implements Effect {

  /** What outlives the agent. */
  static final class World {
    int happened;
  }

  private final World world;
  private final @Nullable Act act;
  EffectKind kind = EffectKind.STOP;
  Runnable onPrepare = () -> {};
  Runnable onCommit = () -> {};
  Runnable beforeIt = () -> {};
  Runnable afterIt = () -> {};
  Supplier<Settlement> settlement;

  FakeEffect(World world, @Nullable Act act) {
    this.world = world;
    this.act = act;
    this.settlement =
        () ->
            world.happened > 0
                ? new Settlement.Happened("it is there", Map.of("seen", "1"))
                : new Settlement.DidNotHappen("it is not there");
  }

  static FakeEffect stop(World world) {
    return new FakeEffect(world, GuardFixture.STOP);
  }

  static FakeEffect unwarranted(World world) {
    return new FakeEffect(world, null);
  }

  @Override
  public EffectKind kind() {
    return kind;
  }

  @Override
  public List<Act> warranted() {
    return act == null ? List.of() : List.of(act);
  }

  @Override
  public Map<String, String> prepare() {
    onPrepare.run();
    return Map.of("before", Integer.toString(world.happened));
  }

  @Override
  public void commit(Approved approved) {
    onCommit.run();
  }

  @Override
  public Outcome run() {
    beforeIt.run();
    world.happened++;
    afterIt.run();
    return Outcome.done("done", Map.of("count", Integer.toString(world.happened)));
  }

  @Override
  public Settlement settle(EffectRecord earlier) {
    return settlement.get();
  }
}

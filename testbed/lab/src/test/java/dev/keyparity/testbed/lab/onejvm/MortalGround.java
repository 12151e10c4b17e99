package dev.keyparity.testbed.lab.onejvm;

import dev.keyparity.agent.AgentGround;
import dev.keyparity.agent.control.ControlResult;
import dev.keyparity.agent.control.KmsControl;
import dev.keyparity.agent.control.ProcessSighting;
import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.WritableFile;
import dev.keyparity.agent.guard.AuditTrail;
import dev.keyparity.agent.guard.state.StateFiles;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one agent writes on. Once something is written that is a point; each change of its KMS has
 * one before it, too. A thread that comes here after the death of its agent stays: it runs no
 * cleaning up, and is let go when all is over.
 */
final class MortalGround implements AgentGround {
  private static final Set<String> CHANGES =
      Set.of(
          "createDirectory", "createFile", "move", "link", "deleteFile", "deleteDirectory", "sync");

  private final String host;
  private final Lifeline life;
  private final CountDownLatch over;
  private final Consumer<String> placed;
  private volatile @Nullable Thread starter;

  /** Of a thread whose agent is dead. */
  static final class Dead extends Error {
    private static final long serialVersionUID = 1L;

    Dead() {
      super("dead", null, false, false);
    }
  }

  /**
   * @param over when threads of dead agents may end
   * @param placed hears of each file that got its final name outside of the agent's own state
   */
  MortalGround(String host, Lifeline life, CountDownLatch over, Consumer<String> placed) {
    this.host = host;
    this.life = life;
    this.over = over;
    this.placed = placed;
  }

  /**
   * Starts an agent on this ground, on this thread.
   *
   * @throws Dead if it dies meanwhile
   */
  <T> T start(Supplier<T> agent) {
    starter = Thread.currentThread();
    try {
      return agent.get();
    } finally {
      starter = null;
    }
  }

  private void requireAlive() {
    if (life.isDead()) {
      stay();
    }
  }

  private void pass(String what) {
    if (!life.passes(host + " " + what)) {
      stay();
    }
  }

  private void stay() {
    while (Thread.currentThread() != starter) {
      try {
        over.await();
        break;
      } catch (InterruptedException alsoDeaf) {
        // A dead process is not woken.
      }
    }
    throw new Dead();
  }

  /** Without what is drawn at random or tells the time. */
  private String plain(String path) {
    int own = path.indexOf("/" + host + "/");
    return path.substring(own < 0 ? 0 : own + host.length() + 2)
        .replaceAll("\\d{8}T\\d{6}Z-[0-9a-f]{4}", "*")
        .replaceAll("[0-9a-f-]{8,}", "*");
  }

  @Override
  public StateFiles state(StateFiles real) {
    return new StateFiles() {
      @Override
      public Optional<byte[]> read(String name) {
        return real.read(name);
      }

      @Override
      public void write(String name, byte[] bytes) {
        requireAlive();
        real.write(name, bytes);
        pass("wrote " + plain(name));
      }

      @Override
      public List<String> names(String folder) {
        return real.names(folder);
      }
    };
  }

  @Override
  public AuditTrail audit(AuditTrail real) {
    return (event, fields) -> {
      requireAlive();
      real.record(event, fields);
      pass("audited " + event + " " + fields.getOrDefault("kind", ""));
    };
  }

  KmsControl control(KmsControl real) {
    return new KmsControl() {
      @Override
      public ProcessSighting look() {
        return real.look();
      }

      @Override
      public ControlResult start() {
        return changed("start", real::start);
      }

      @Override
      public ControlResult stop() {
        return changed("stop", real::stop);
      }

      private ControlResult changed(String verb, Supplier<ControlResult> change) {
        requireAlive();
        pass("is about to " + verb + " its KMS");
        ControlResult result = change.get();
        pass("did " + verb + " its KMS");
        return result;
      }
    };
  }

  @Override
  public Disk disk(Disk real) {
    return new Disk() {
      @Override
      public HeldDirectory open(Path directory) throws IOException {
        return held(real.open(directory));
      }

      @Override
      public HeldDirectory openOrCreate(Path directory) throws IOException {
        requireAlive();
        return held(real.openOrCreate(directory));
      }
    };
  }

  private HeldDirectory held(HeldDirectory real) {
    return (HeldDirectory) proxy(HeldDirectory.class, new OnDisk(real, real.path()));
  }

  private static Object proxy(Class<?> type, OnDisk handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  /** A directory or file held open. */
  private final class OnDisk implements InvocationHandler {
    private final Object real;
    private final Path path;

    OnDisk(Object real, Path path) {
      this.real = real;
      this.path = path;
    }

    @Override
    public @Nullable Object invoke(
        Object proxy, java.lang.reflect.Method method, @Nullable Object[] arguments)
        throws Throwable {
      boolean changes = CHANGES.contains(method.getName());
      if (changes) {
        requireAlive();
      }
      Object result;
      try {
        result = method.invoke(real, bare(arguments));
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
      Path named =
          arguments != null && arguments.length > 0 && arguments[0] instanceof String name
              ? path.resolve(name)
              : path;
      if (method.getName().equals("move") && arguments != null) {
        notePlaced(plain(((HeldDirectory) arguments[1]).path() + "/" + arguments[2]));
      }
      // The sentinel's file comes and goes all the time, and nothing depends on it.
      if (changes && !path.toString().contains("/sentinel/")) {
        pass("did " + method.getName() + " " + plain(named.toString()));
      }
      if (result instanceof HeldDirectory directory) {
        return proxy(HeldDirectory.class, new OnDisk(directory, named));
      }
      return result instanceof WritableFile file
          ? proxy(WritableFile.class, new OnDisk(file, named))
          : result;
    }

    private void notePlaced(String file) {
      if (!file.startsWith("state/") && !file.contains("/.keyparity-")) {
        placed.accept(host + " " + file);
      }
    }

    private @Nullable Object @Nullable [] bare(@Nullable Object @Nullable [] arguments) {
      if (arguments == null) {
        return null;
      }
      @Nullable Object[] bare = arguments.clone();
      for (int i = 0; i < bare.length; i++) {
        Object one = bare[i];
        if (one != null
            && Proxy.isProxyClass(one.getClass())
            && Proxy.getInvocationHandler(one) instanceof OnDisk wrapped) {
          bare[i] = wrapped.real;
        }
      }
      return bare;
    }
  }
}

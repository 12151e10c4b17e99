package dev.keyparity.coordinator.workflow;

import dev.keyparity.coordinator.workflow.WorkflowException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Journals in memory, with the conditions of the real store: a version per journal and the epoch of
 * the present leader. Each coordinator of a test has a view of its own, {@link #under}.
 */
public final class InMemoryJournalStore {
  private final Map<RunId, JournalStore.Stored> journals = new LinkedHashMap<>();
  private final Map<String, RunId> current = new LinkedHashMap<>();
  private final List<RunJournal> history = new ArrayList<>();
  private Consumer<RunJournal> afterSave = journal -> {};
  private long epoch;

  /** From now on only writes under this epoch are taken. */
  public synchronized void elect(Term term) {
    epoch = term.epoch();
  }

  /** Runs right after each save, before the writer hears of it, as another thread might. */
  public synchronized void onSave(Consumer<RunJournal> hook) {
    afterSave = hook;
  }

  /** Every version of every journal that ever was durable, in order. */
  public synchronized List<RunJournal> history() {
    return List.copyOf(history);
  }

  /** The store as the coordinator of that term sees it. */
  public JournalStore under(Term term, FaultPoints faults) {
    return new View(term, faults);
  }

  private boolean isOpen(RunId run) {
    JournalStore.Stored stored = journals.get(run);
    return stored != null && !stored.journal().state().isTerminal();
  }

  private final class View implements JournalStore {
    private final Term term;
    private final FaultPoints faults;

    private View(Term term, FaultPoints faults) {
      this.term = term;
      this.faults = faults;
    }

    @Override
    public Optional<Stored> load(String service, RunId run) {
      synchronized (InMemoryJournalStore.this) {
        return Optional.ofNullable(journals.get(run))
            .filter(stored -> stored.journal().service().equals(service));
      }
    }

    @Override
    public Stored create(RunJournal journal) {
      return durably(
          "create",
          () -> {
            RunId open = current.get(journal.service());
            if (open != null && isOpen(open)) {
              throw new WorkflowException(Kind.RUN_ALREADY_OPEN, "open already: " + open);
            }
            if (journals.containsKey(journal.run())) {
              throw new WorkflowException(Kind.CONFLICT, "run exists: " + journal.run());
            }
            current.put(journal.service(), journal.run());
            return put(journal, 0);
          });
    }

    @Override
    public Stored save(RunJournal journal, int version) {
      return durably(
          "save",
          () -> {
            Stored stored = journals.get(journal.run());
            if (stored == null) {
              throw new WorkflowException(Kind.NO_SUCH_RUN, "no run " + journal.run());
            }
            if (stored.version() != version) {
              throw new WorkflowException(
                  Kind.CONFLICT, "version %d (expected: %d)".formatted(stored.version(), version));
            }
            Stored saved = put(journal, version + 1);
            afterSave.accept(journal);
            return saved;
          });
    }

    @Override
    public Optional<RunId> currentRun(String service) {
      synchronized (InMemoryJournalStore.this) {
        return Optional.ofNullable(current.get(service));
      }
    }

    @Override
    public List<RunId> runs(String service) {
      synchronized (InMemoryJournalStore.this) {
        List<RunId> runs = new ArrayList<>();
        journals.forEach(
            (id, stored) -> {
              if (stored.journal().service().equals(service)) {
                runs.add(0, id);
              }
            });
        return runs;
      }
    }

    private Stored put(RunJournal journal, int version) {
      Stored stored = new Stored(journal, version);
      journals.put(journal.run(), stored);
      history.add(journal);
      return stored;
    }

    private Stored durably(String what, FaultPoints.Effect<Stored> write) {
      synchronized (InMemoryJournalStore.this) {
        try {
          return faults.pass(
              what,
              () -> {
                if (term.epoch() != epoch) {
                  throw new WorkflowException(
                      Kind.NOT_LEADING, "epoch is %d (expected: %s)".formatted(epoch, term));
                }
                return write.take();
              });
        } catch (FaultPoints.NoAnswer e) {
          throw new WorkflowException(Kind.STORE_UNAVAILABLE, "no answer to " + what, e);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}

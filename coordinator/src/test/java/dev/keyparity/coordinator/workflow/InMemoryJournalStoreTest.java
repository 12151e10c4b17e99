package dev.keyparity.coordinator.workflow;

class InMemoryJournalStoreTest extends JournalStoreContract {
  private final InMemoryJournalStore store = new InMemoryJournalStore();

  @Override
  protected JournalStore under(Term term) {
    return store.under(term, FaultPoints.none());
  }

  @Override
  protected void elect(Term term) {
    store.elect(term);
  }
}

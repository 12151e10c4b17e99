package dev.keyparity.cli.console;

/** How results are written. The names are what {@code -o} takes. */
public enum OutputFormat {
  table {
    @Override
    public void show(Console console, View view, Page page) {
      console.result(String.join("\n", view.lines(page)));
    }
  },
  json {
    @Override
    public void show(Console console, View view, Page page) {
      console.document(JsonText.pretty(view.document()));
    }
  },
  yaml {
    @Override
    public void show(Console console, View view, Page page) {
      console.document(YamlText.of(view.document()));
    }
  };

  public abstract void show(Console console, View view, Page page);
}

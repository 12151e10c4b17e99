package dev.keyparity.cli;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a completion script. */
@Command(
    name = "completion",
    description = "Print a completion script for your shell.",
    footer = {
      "Examples:",
      "  source <(keyparity completion bash)",
      "  keyparity completion bash > /etc/bash_completion.d/keyparity",
      "  keyparity completion zsh > ~/.zsh/completion/_keyparity"
    })
final class CompletionVerb implements Verb {
  private final Invocation invocation;

  enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  Shell shell = Shell.bash;

  CompletionVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    String script = AutoComplete.bash("keyparity", Vocabulary.visible(new Keyparity(), invocation));
    // The generated functions are bash's; zsh runs them through its own compatibility layer.
    String head =
        shell == Shell.zsh
            ? """
              #compdef keyparity
              autoload -U +X compinit && compinit
              autoload -U +X bashcompinit && bashcompinit
              """
            : "";
    invocation.console().document(head + script);
    return ExitMeaning.OK;
  }
}

package dev.tallystick.cli;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/// The commands below another. Only the one that the arguments name is built: picocli's look at the
/// annotations of all of them takes longer than most commands take to run.
public record Subcommands(List<Named> all) {
  /// A command by its name.
  public record Named(String name, Supplier<?> command) {}

  /// These commands.
  public static Subcommands of(List<Named> all) {
    return new Subcommands(all);
  }

  /// A command that has commands below it.
  public interface Parent {
    /// Those commands.
    Subcommands subcommands();
  }

  /// Adds what `arguments`, seen from `parent`, may be about: the command that they start with, or
  /// all of them for a list, help or a name that is not known.
  public void addTo(CommandLine parent, List<String> arguments) {
    var first = arguments.isEmpty() ? "" : arguments.getFirst();
    var named = all.stream().filter(command -> command.name().equals(first)).toList();
    var rest = named.isEmpty() ? List.<String>of() : arguments.subList(1, arguments.size());
    for (var each : named.isEmpty() ? all : named) {
      var command = each.command().get();
      var commandLine = new CommandLine(command);
      if (command instanceof Parent below) below.subcommands().addTo(commandLine, rest);
      parent.addSubcommand(each.name(), commandLine);
    }
    if (named.isEmpty()) parent.addSubcommand("help", new HelpCommand());
  }
}

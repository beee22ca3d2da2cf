package cruddur.cli.common;

import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// A command with subcommands: its methods, and some classes. Inspecting each takes time, so they
/// are added only to the group that was called.
public interface CommandGroup {

    /// The subcommands that are classes.
    default List<Object> classes() {
        return List.of();
    }

    /// The group, with its subcommands if it was called.
    ///
    /// @param called the first word of the command line
    default CommandLine commandLine(String called) {
        CommandLine group = new CommandLine(this);
        if (group.getCommandName().equals(called)) {
            group.getCommandSpec().addMethodSubcommands();
            classes().forEach(group::addSubcommand);
            sort(group.getCommandSpec());
        }
        return group;
    }

    /// The help lists the methods by their Java names and the classes after them, unless they are sorted.
    private static void sort(CommandSpec group) {
        new TreeMap<>(group.subcommands()).forEach((name, command) -> {
            group.removeSubcommand(name);
            group.addSubcommand(name, command);
        });
    }
}

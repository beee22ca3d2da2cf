package cruddur.cli.common;

import java.util.List;
import picocli.CommandLine;

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
        }
        return group;
    }
}

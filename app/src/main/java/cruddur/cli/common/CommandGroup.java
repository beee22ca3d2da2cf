package cruddur.cli.common;

import picocli.CommandLine;

import java.util.List;

/// A command with commands below it: its methods, and some with a class of their own. Java takes a
/// while to look at each, so they are there only when the group is the one that was called.
public interface CommandGroup {

    /// Those with a class of their own.
    default List<Object> classes() {
        return List.of();
    }

    /// The group; with its commands, if it was called.
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

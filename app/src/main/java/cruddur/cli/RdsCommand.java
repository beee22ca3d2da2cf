package cruddur.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cruddur rds`: the PostgreSQL that Amazon runs.
@Command(
        name = "rds",
        description = "Make and look after the database at Amazon RDS.",
        synopsisSubcommandLabel = "COMMAND")
final class RdsCommand {

    private final Settings settings;
    private final Terminal terminal;

    RdsCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Command(
            name = "status",
            description = "Show where the instance is, how it is, and what it costs.",
            footer = {
                "",
                "A stopped instance is started again by AWS after seven days; this says when.",
                "",
                "Example: cruddur rds status --json"
            })
    int status(
            @Mixin InstanceOptions options,
            @Option(names = "--json", description = "Write it as AWS describes it, for programs.")
                    boolean json) {
        return new InstanceVerbs(settings, terminal, options).status(json);
    }
}

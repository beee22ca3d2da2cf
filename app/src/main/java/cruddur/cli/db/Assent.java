package cruddur.cli.db;

import picocli.CommandLine.Option;

/// What an operator said in advance about something that cannot be undone.
public final class Assent {

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. On prod, --confirm is needed instead.")
    public boolean yes;

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Do not ask; NAME is the database's name.")
    public String name = "";

    @Option(names = "--dry-run", description = "Only show what it would be about.")
    public boolean dryRun;
}

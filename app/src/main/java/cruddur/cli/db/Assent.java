package cruddur.cli.db;

import picocli.CommandLine.Option;

/// The options that confirm a destructive command, or only preview it.
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

    @Option(names = "--dry-run", description = "Only show what it would affect.")
    public boolean dryRun;
}

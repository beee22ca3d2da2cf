package cruddur.cli;

import picocli.CommandLine.Command;

/// `cruddur rds`: the instance at Amazon RDS.
@Command(
        name = "rds",
        description = "The database at Amazon RDS, and who may reach it.",
        synopsisSubcommandLabel = "COMMAND")
final class RdsCommand {}

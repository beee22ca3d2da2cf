package cruddur.cli.db;

import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Terminal;
import cruddur.operations.Databases;
import cruddur.operations.Dump;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `cruddur db dump`: a database as SQL.
@Command(
        name = "dump",
        description = "Write the database as SQL, for psql to load.",
        footer = {
            "",
            "The same data is the same bytes. Owners and privileges are left out, because the people of one server are not those of another. The mark comes along: a copy of production is refused as dev until it is marked anew (cruddur db mark dev).",
            "",
            "Example: cruddur db dump prod --output cruddur.sql"
        })
final class DumpCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Terminal terminal;

    @Mixin private TargetOption target = new TargetOption();

    @Option(
            names = "--schema-only",
            description = "Leave out the rows, but for the mark and the notes of migrations.")
    private boolean schemaOnly;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write to this file, which only its owner may read, instead of stdout.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--pg-dump",
            paramLabel = "PATH",
            description = "The pg_dump to use, instead of a fitting one of the PATH.")
    private Optional<Path> program = Optional.empty();

    DumpCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Databases database =
                new TargetDatabase(target.target(), "cruddur db dump", environment, terminal)
                        .toRead();
        Dump dump = new Dump(database, schemaOnly, program, environment.getOrDefault("PATH", ""));
        terminal.during("dumping " + database.url().database(), () -> write(dump));
        output.ifPresent(file -> terminal.say("Cruddur: wrote " + file + "."));
        return ExitCode.DONE;
    }

    private boolean write(Dump dump) {
        output.ifPresentOrElse(dump::writeTo, dump::print);
        return true;
    }
}

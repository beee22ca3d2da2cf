package cruddur.cli.db;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Dump;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Terminal;
import cruddur.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cruddur db dump`: a database as SQL.
@Command(
        name = "dump",
        description = "Write the database as SQL, for psql to load.",
        footer = {
            "",
            "The same data gives the same bytes. Owners, privileges and comments are left out, because another server has other roles. The mark is included: a copy of production is refused as dev until cruddur db mark dev.",
            "",
            "Example: cruddur db dump prod --output cruddur.sql"
        })
final class DumpCommand implements Callable<Integer> {

    private final Settings settings;
    private final Terminal terminal;

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(names = "--schema-only", description = "Leave out the rows, except the mark and the applied migrations.")
    private boolean schemaOnly;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write to this file, readable only by its owner, instead of stdout.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--pg-dump", paramLabel = "PATH", description = "The pg_dump to use, instead of one from the PATH.")
    private Optional<Path> program = Optional.empty();

    DumpCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        DatabaseAdmin database = new TargetDatabase(target.target(), "cruddur db dump", settings, terminal).toRead();
        Dump dump = new Dump(database, schemaOnly, program, settings.get("PATH", ""));
        terminal.during("dumping " + database.url().database(), () -> write(dump));
        output.ifPresent(file -> terminal.report("Cruddur: wrote " + file + "."));
        return ExitCode.DONE;
    }

    private boolean write(Dump dump) {
        output.ifPresentOrElse(dump::writeTo, dump::print);
        return true;
    }
}

package cruddur.cli.db;

import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Terminal;
import cruddur.operations.Databases;
import cruddur.operations.Explanation;
import cruddur.sql.Query;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `cruddur db explain`: how PostgreSQL answers one of the server's queries.
@Command(
        name = "explain",
        description = "Show PostgreSQL's plan for one of the server's queries.",
        footer = {
            "",
            "It is planned as for the server: with its settings, one plan for all values, and what it puts around a page. Nothing is changed. A parameter that is not given is null, but a list begins with its first page of 20.",
            "",
            "Example: cruddur db explain activities/home --param limit=100 --analyze"
        })
final class ExplainCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "QUERY",
            description = "As in db/queries, for example activities/home.")
    private String query = "";

    @Mixin private TargetOption target = new TargetOption();

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "The value of a parameter; once for each.")
    private Map<String, String> values = Map.of();

    @Option(names = "--analyze", description = "Run it, too, and show where the time went.")
    private boolean analyze;

    ExplainCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Explanation explanation = new Explanation(known(), values, analyze);
        Databases database =
                new TargetDatabase(target.target(), "cruddur db explain", environment, terminal)
                        .toRead();
        terminal.print(terminal.during("explaining " + query, () -> explanation.in(database)));
        return ExitCode.DONE;
    }

    private Query known() {
        List<String> names = Query.names();
        if (!names.contains(query)) {
            throw new IllegalArgumentException(
                    "There is no query %s in db/queries. There are: %s"
                            .formatted(query, String.join(", ", near(names))));
        }
        return Query.load(query);
    }

    /// Those in the same folder, or with the same name in another; all, if there are none.
    private List<String> near(List<String> names) {
        String folder = query.replaceFirst("/.*", "/");
        String file = query.replaceFirst(".*/", "/");
        List<String> near =
                names.stream()
                        .filter(name -> name.startsWith(folder) || name.endsWith(file))
                        .toList();
        return near.isEmpty() ? names : near;
    }
}

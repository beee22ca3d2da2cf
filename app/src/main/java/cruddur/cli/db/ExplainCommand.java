package cruddur.cli.db;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Explanation;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Terminal;
import cruddur.settings.Settings;
import cruddur.sql.Query;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cruddur db explain`: the plan of one of the server's queries.
@Command(
        name = "explain",
        description = "Show PostgreSQL's plan for one of the server's queries.",
        footer = {
            "",
            "It is planned as the server's: with its settings, a generic plan, and its wrapper around a page. Nothing is changed. A missing parameter is null, but a list begins with its first page of 20.",
            "",
            "Example: cruddur db explain activities/home --param limit=100 --analyze"
        })
final class ExplainCommand implements Callable<Integer> {

    private final Settings settings;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "QUERY", description = "As in db/queries, for example activities/home.")
    private String query = "";

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "The value of a parameter; may be repeated.")
    private Map<String, String> values = Map.of();

    @Option(names = "--analyze", description = "Run the query, too, and show the times.")
    private boolean analyze;

    ExplainCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Explanation explanation = new Explanation(known(), values, analyze);
        DatabaseAdmin database = new TargetDatabase(target.target(), "cruddur db explain", settings, terminal).toRead();
        terminal.print(terminal.during("explaining " + query, () -> explanation.in(database)));
        return ExitCode.DONE;
    }

    private Query known() {
        List<String> names = Query.names();
        if (!names.contains(query)) {
            throw new IllegalArgumentException("There is no query %s in db/queries. Use one of: %s"
                    .formatted(query, String.join(", ", near(names))));
        }
        return Query.load(query);
    }

    /// The queries in the same folder, or of the same name; the folders, if there are none.
    private List<String> near(List<String> names) {
        String folder = query.replaceFirst("/.*", "/");
        String file = query.replaceFirst(".*/", "/");
        List<String> near = names.stream()
                .filter(name -> name.startsWith(folder) || name.endsWith(file))
                .toList();
        return near.isEmpty()
                ? names.stream()
                        .map(name -> name.replaceFirst("/.*", "/…"))
                        .distinct()
                        .toList()
                : near;
    }
}

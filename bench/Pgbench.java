package bench;

import cruddur.sql.BoundQuery;
import cruddur.sql.ConnectionUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// PostgreSQL alone: pgbench sends the server's statement, in sessions with the server's settings.
record Pgbench(ConnectionUrl database, Workload workload) {

    private static final Pattern PER_SECOND = Pattern.compile("(?m)^tps = (\\S+)");

    static Pgbench of(Session session, Workload workload) {
        return new Pgbench(session.url(), workload);
    }

    /// Runs the statement, and returns its rate.
    double perSecond(int clients, int seconds) {
        List<String> words = new ArrayList<>(List.of("pgbench", "--no-vacuum", "--protocol=prepared", "--file=-"));
        words.addAll(List.of("--client=" + clients, "--jobs=" + Math.min(clients, cores()), "--time=" + seconds));
        words.addAll(values());
        return Double.parseDouble(
                new Command(words, environment(), script()).find(PER_SECOND).group(1));
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /// pgbench binds a variable that it does not know as null.
    private List<String> values() {
        List<String> names = workload.query().parameters();
        List<?> values = workload.query().values();
        return IntStream.range(0, names.size())
                .filter(i -> values.get(i) != null)
                .mapToObj(i -> "--define=" + names.get(i) + "=" + values.get(i))
                .toList();
    }

    private Map<String, String> environment() {
        return Map.of(
                "PGHOST", database.host(),
                "PGPORT", Integer.toString(database.port()),
                "PGDATABASE", database.database(),
                "PGUSER", database.user(),
                "PGPASSWORD", database.password().orElse(""),
                "PGOPTIONS", workload.role().options());
    }

    /// pgbench numbers its variables in the order of their occurrences, and gives each occurrence a
    /// new number. So only the first occurrence of a parameter becomes a variable, and pgbench
    /// prepares the same bytes as the server.
    private String script() {
        BoundQuery query = workload.query();
        String script = query.sql();
        for (int i = 0; i < query.parameters().size(); i++) {
            script = script.replaceFirst(
                    "\\$" + (i + 1) + "\\b", ":" + query.parameters().get(i));
        }
        return script + ";\n";
    }
}

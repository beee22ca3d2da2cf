package bench;

import bench.Figure.Subject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The results, in Markdown that is also readable in a terminal.
record Report(Plan plan, Figures figures, Machine machine) {

    private static final String NOTES = """

            ## How to read this

            - *PostgreSQL alone* is pgbench with the same statement that the server prepares, in sessions
              with the server's settings, over the same protocol. The server is compared with the best of
              the three numbers of clients. pgbench takes answers as text, so PostgreSQL has to write
              their bytes in hexadecimal, which it need not do for the server: a few per cent of a feed, in
              the server's favour.
            - *Cruddur* is `bin/cruddur serve` under wrk. Each connection of wrk sends the next request when
              it has its answer. No answer was a failure; otherwise there is no report.
            - The *home page* is HTML with the same twenty cruds as the home feed, and with trends and suggested
              people, which pages share for a second.
            - Requests for the home feed, the home page, threads, profiles and searches carry a cookie, so they
              pass the server's cache by, except those of *home page and feed from the cache*. *Fixed* is the
              same HTTP server without anything behind it, in the process of the benchmark.
            - A *signed-in* reader sees which cruds they liked and reposted, so PostgreSQL has more to do.
              The token is checked once, and then cached. A cookie is looked up in the database with every
              request, so that a session that was ended on one server is ended on all.
            - A new crud takes more than the statement: the server checks the token's signature, and asks
              PostgreSQL for its person. All cruds are one person's, also with pgbench.
            - *Search* is for words from the commonest to the rarest, two at once, tags, handles, and words
              that no crud contains. *Like* is 64 people who like 500 cruds, and take half of it back.
              *Mixed* is, of a hundred requests, 60 feeds, 15 threads, 10 profiles, 5 searches, 6 likes and
              4 new cruds.
            - *Conversations* are the first page of each of 64 people who have thirty of them. *Messages of a
              conversation* are the newest 20 of 50. A *new message* is one person's to each of the 64. They
              pass the server's cache by, because each belongs to two people.
            - *Search beside the feed* is the load of a server that is half to two thirds busy: sixteen
              connections that wait 8 ms between an answer and the next request for the feed, and two that
              wait 50 ms between searches. On a fully loaded server every request waits.
            - The *post confirmation function* runs in the runtime interface client that Lambda uses, on this
              machine, with Lambda's flags for Java. From start to ready includes the start of Java, of the
              client and of the connection; each call creates a new person. Lambda's own share, which is to
              allocate a machine and to load the jar, is not included.
            - pgbench, wrk, the server and PostgreSQL share the machine's cores. PostgreSQL is the embedded
              one, with `fsync` and `synchronous_commit` on and all other settings at their defaults.
            - *Growth* is the time of the statement alone, with 8 clients of pgbench. The expired cruds lie
              among the others as the seven lifetimes leave them in thirty days.
            """;

    String text() {
        StringBuilder text = new StringBuilder(introduction());
        text.append(targets());
        for (Subject subject : Subject.values()) {
            if (!figures.of(subject).isEmpty()) {
                text.append("\n## ").append(subject).append("\n\n").append(table(subject));
            }
        }
        return text.append(NOTES).toString();
    }

    private String introduction() {
        return """
                # Performance

                Measured by `bin/bench` on %s, with %s.

                %,d living cruds of %,d people. Medians of %d interleaved rounds, %d s for each
                measurement, after a round of %d s for each to warm up, which is not counted.

                ## Targets

                """.formatted(
                LocalDate.now(), machine, plan.cruds(), plan.people(), plan.rounds(), plan.seconds(), plan.warmUp());
    }

    private String targets() {
        return new Table(
                        List.of("Target", "Measured", "Wanted", ""),
                        Stream.of(ratios(), page(), growth(), search(), process())
                                .flatMap(List::stream)
                                .map(Report::row)
                                .toList())
                .text();
    }

    private static List<String> row(Target target) {
        return List.of(
                target.name(),
                number(target.value()) + target.unit(),
                target.comparison() + " " + number(target.bound()) + target.unit(),
                target.isMet() ? "met" : "missed");
    }

    private List<Target> ratios() {
        return List.of(
                Target.atLeast(0.75, "home feed ÷ PostgreSQL alone", ofBest(Subject.FEED)),
                Target.atLeast(0.75, "home feed of a signed-in reader ÷ PostgreSQL alone", ofBest(Subject.SIGNED_IN)),
                Target.atLeast(
                        0.75,
                        "the same, by cookie",
                        ofBest(Subject.SIGNED_IN, Figure.served(Subject.SIGNED_IN, Figure.BY_COOKIE))),
                Target.atLeast(
                        0.85,
                        "home feed from the cache ÷ fixed bytes",
                        figures.median(Figure.CACHED_FEED) / figures.median(Figure.FIXED_FEED)),
                Target.atLeast(
                        0.85,
                        "home page from the cache ÷ fixed bytes",
                        figures.median(Figure.CACHED_PAGE) / figures.median(Figure.FIXED_PAGE)),
                Target.atLeast(0.70, "new crud ÷ PostgreSQL alone", ofBest(Subject.CREATE)));
    }

    /// The upper limit for the server: the best rate of PostgreSQL alone with any number of
    /// clients.
    private double ofBest(Subject subject) {
        return ofBest(subject, Figure.served(subject));
    }

    private double ofBest(Subject subject, Figure served) {
        double best = Measurements.CLIENTS.stream()
                .map(clients -> figures.median(Figure.alone(subject, clients)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return figures.median(served) / best;
    }

    private List<Target> page() {
        return figures.has(Figure.cpu(Subject.PAGE))
                ? List.of(Target.atMost(
                        2,
                        "",
                        "CPU of the home page as HTML ÷ of the home feed as JSON",
                        figures.median(Figure.cpu(Subject.PAGE)) / figures.median(Figure.cpu(Subject.FEED))))
                : List.of();
    }

    private List<Target> growth() {
        List<Target> growth = new ArrayList<>();
        for (Page page : Page.values()) {
            double small = figures.median(Figure.growth(World.small(plan), page));
            for (World world : List.of(World.large(plan), World.largeWithExpired(plan))) {
                Figure figure = Figure.growth(world, page);
                growth.add(Target.atMost(
                        1.3, "", "%s ÷ of %,d".formatted(figure.name(), World.SMALL), figures.median(figure) / small));
            }
        }
        return growth;
    }

    private List<Target> search() {
        Figure alone = Figure.latency(Subject.BESIDE, Figure.FEED_ALONE, 99);
        Figure beside = Figure.latency(Subject.BESIDE, Figure.FEED_BESIDE, 99);
        return List.of(
                Target.atMost(
                        50,
                        " ms",
                        "p99 of search beside the feed",
                        figures.median(Figure.latency(Subject.BESIDE, Figure.SEARCH_BESIDE, 99))),
                Target.atMost(
                        1.3,
                        "",
                        "p99 of the feed beside search ÷ without",
                        figures.median(beside) / figures.median(alone)));
    }

    private List<Target> process() {
        List<Target> process = new ArrayList<>();
        if (figures.has(Figure.MOST_MEMORY)) {
            process.add(Target.atMost(200, " MiB", "most memory of the server", figures.max(Figure.MOST_MEMORY)));
        }
        process.add(Target.atMost(1, " s", "start of the server until it is ready", figures.median(Figure.READY)));
        process.add(Target.atMost(0.4, " s", "a command that does nothing", figures.median(Figure.IDLE_COMMAND)));
        return process;
    }

    private String table(Subject subject) {
        return new Table(
                        List.of("", "Median", "Min", "Max", "Unit"),
                        figures.of(subject).stream().map(this::row).toList())
                .text();
    }

    private List<String> row(Figure figure) {
        return List.of(
                figure.name(),
                number(figures.median(figure)),
                number(figures.min(figure)),
                number(figures.max(figure)),
                figure.unit());
    }

    /// With three significant digits, or all digits before the point.
    private static String number(double value) {
        String format = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f";
        return format.formatted(value);
    }
}

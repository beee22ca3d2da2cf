package bench;

import bench.Figure.Subject;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
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
              same HTTP server without anything behind it, in the process of the benchmark. *nginx* has as many
              workers as the server has event loops, keeps connections and files open, and logs no request.
            - *Shared through Redis* is the latency of one request after the other, each for an address that
              is new: at a server with Redis, which stores the answer; at another one, which finds it in
              Redis, and then in its own memory; and at a server without Redis.
            - A *signed-in* reader sees which cruds they liked and reposted, so PostgreSQL has more to do.
              The token is checked once, and then cached. A cookie is looked up in the database with every
              request, so that a session that was ended on one server is ended on all.
            - A new crud takes more than the statement: the server checks the token's signature, and asks
              PostgreSQL for its person. All cruds are one person's, also with pgbench.
            - *Search* is for words from the commonest to the rarest, two at once, tags, handles, and words
              that no crud contains. *Like* is 64 people who like 500 cruds, and take half of it back.
              *Mixed* is, of a hundred requests, 60 feeds, 15 threads, 10 profiles, 5 searches, 6 likes and
              4 new cruds.
            - *Strangers and a few writers* are, of a hundred requests, 90 home feeds, 5 of 500 threads and 3 of
              500 profiles, all through the cache, and 2 new cruds.
            - *One and two servers* share the cores of this machine, and one database. The second one starts for
              this measurement, and both warm up again. Latencies are those of the slower one.
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
            text.append(section(subject));
        }
        return text.append(NOTES).toString();
    }

    private String section(Subject subject) {
        String table = figures.of(subject).isEmpty() ? "" : "\n" + table(subject);
        String missing = figures.missing(subject).map(why -> "\n" + why + "\n").orElse("");
        return table.isEmpty() && missing.isEmpty() ? "" : "\n## " + subject + "\n" + table + missing;
    }

    private String introduction() {
        return """
                # Performance

                Measured by `bin/bench` on %s, with %s.

                %,d living cruds of %,d people. Medians of %d interleaved rounds, %d s for each
                measurement, after a round of %d s for each to warm up, which is not counted.
                """.formatted(
                LocalDate.now(), machine, plan.cruds(), plan.people(), plan.rounds(), plan.seconds(), plan.warmUp());
    }

    private String targets() {
        List<Target> targets = Stream.of(ratios(), growth(), search(), process())
                .flatMap(Function.identity())
                .toList();
        return targets.isEmpty() ? "" : "\n## Targets\n\n" + table(targets);
    }

    private static String table(List<Target> targets) {
        return new Table(
                        List.of("Target", "Measured", "Wanted", ""),
                        targets.stream().map(Report::row).toList())
                .text();
    }

    private static List<String> row(Target target) {
        return List.of(
                target.name(),
                number(target.value()) + target.unit(),
                target.comparison() + " " + number(target.bound()) + target.unit(),
                target.isMet() ? "met" : "missed");
    }

    private Stream<Target> ratios() {
        Figure byCookie = Figure.served(Subject.SIGNED_IN, Figure.BY_COOKIE);
        return Stream.of(
                        ofAlone(0.75, "home feed", Subject.FEED, Figure.served(Subject.FEED)),
                        ofAlone(
                                0.75,
                                "home feed of a signed-in reader",
                                Subject.SIGNED_IN,
                                Figure.served(Subject.SIGNED_IN)),
                        ofAlone(0.75, "the same, by cookie,", Subject.SIGNED_IN, byCookie),
                        atLeast(
                                0.85,
                                "home feed from the cache ÷ fixed bytes",
                                Figure.CACHED_FEED,
                                List.of(Figure.FIXED_FEED)),
                        atLeast(
                                0.85,
                                "home page from the cache ÷ fixed bytes",
                                Figure.CACHED_PAGE,
                                List.of(Figure.FIXED_PAGE)),
                        ofAlone(0.70, "new crud", Subject.CREATE, Figure.served(Subject.CREATE)),
                        atMost(
                                2,
                                "CPU of the home page as HTML ÷ of the home feed as JSON",
                                Figure.cpu(Subject.PAGE),
                                Figure.cpu(Subject.FEED)))
                .flatMap(Function.identity());
    }

    /// The upper limit for the server is the best rate of PostgreSQL alone with any number of
    /// clients.
    private Stream<Target> ofAlone(double bound, String name, Subject subject, Figure served) {
        List<Figure> alone = Stage.CLIENTS.stream()
                .map(clients -> Figure.alone(subject, clients))
                .toList();
        return atLeast(bound, name + " ÷ PostgreSQL alone", served, alone);
    }

    /// Compares with the best of the others; empty if it was not measured.
    private Stream<Target> atLeast(double bound, String name, Figure figure, List<Figure> others) {
        return measured(figure).map(value -> Target.atLeast(bound, name, value / best(others)));
    }

    private double best(List<Figure> figures) {
        return figures.stream().mapToDouble(this.figures::median).max().orElseThrow();
    }

    private Stream<Target> atMost(double bound, String name, Figure figure, Figure other) {
        return measured(figure).map(value -> Target.atMost(bound, "", name, value / figures.median(other)));
    }

    private Stream<Target> atMost(double bound, String unit, String name, Figure figure) {
        return measured(figure).map(value -> Target.atMost(bound, unit, name, value));
    }

    /// Its median; empty if it was not measured.
    private Stream<Double> measured(Figure figure) {
        return Stream.of(figure).filter(figures::has).map(figures::median);
    }

    private Stream<Target> growth() {
        return Stream.of(Page.values()).flatMap(this::growth);
    }

    private Stream<Target> growth(Page page) {
        Figure small = Figure.growth(World.small(plan), page);
        return Stream.of(World.large(plan), World.largeWithExpired(plan))
                .map(world -> Figure.growth(world, page))
                .flatMap(figure -> atMost(1.3, "%s ÷ of %,d".formatted(figure.name(), World.SMALL), figure, small));
    }

    private Stream<Target> search() {
        return Stream.concat(
                atMost(
                        50,
                        " ms",
                        "p99 of search beside the feed",
                        Figure.latency(Subject.BESIDE, Figure.SEARCH_BESIDE, 99)),
                atMost(
                        1.3,
                        "p99 of the feed beside search ÷ without",
                        Figure.latency(Subject.BESIDE, Figure.FEED_BESIDE, 99),
                        Figure.latency(Subject.BESIDE, Figure.FEED_ALONE, 99)));
    }

    private Stream<Target> process() {
        return Stream.of(
                        Stream.of(Figure.MOST_MEMORY)
                                .filter(figures::has)
                                .map(most ->
                                        Target.atMost(200, " MiB", "most memory of the server", figures.max(most))),
                        atMost(1, " s", "start of the server until it is ready", Figure.READY),
                        atMost(0.4, " s", "a command that does nothing", Figure.IDLE_COMMAND))
                .flatMap(Function.identity());
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

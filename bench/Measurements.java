package bench;

import bench.Figure.Subject;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// All that is measured in one round.
///
/// @param server runs on the large database, and believes the pool
record Measurements(Plan plan, Scratch scratch, Server server, Pool pool) {

    static final List<Integer> CLIENTS = List.of(8, 16, 32);

    static final String HOME = "/api/activities/home";

    private static final int CLIENTS_OF_GROWTH = 8;

    private static final String BODY =
            """
            {"message": "Sunrise over the harbour was worth the alarm. ☀️ Now for coffee.", "ttl": "7-days"}""";

    /// In the order in which they are taken: reading before writing, which leaves PostgreSQL
    /// something to tidy up.
    List<Measurement> all() {
        List<Measurement> all = new ArrayList<>();
        all.addAll(reading());
        all.addAll(growth());
        all.addAll(writing());
        return all;
    }

    private List<Measurement> reading() {
        Pgbench feed = pgbench(World.large(plan), Workload.feed(Page.FIRST.before));
        List<Measurement> reading = new ArrayList<>();
        CLIENTS.forEach(clients -> reading.add(alone(Subject.FEED, feed, clients)));
        reading.add(served(Subject.FEED, () -> get(HOME)));
        reading.add(served(Subject.HEALTH, () -> get("/api/health-check")));
        return reading;
    }

    private Wrk get(String path) {
        return Wrk.get(server.address().resolve(path));
    }

    private List<Measurement> growth() {
        List<Measurement> growth = new ArrayList<>();
        for (Page page : Page.values()) {
            World.all(plan).forEach(world -> growth.add(duration(world, page)));
        }
        return growth;
    }

    /// Each begins right after a checkpoint, because what is written then costs more than what is
    /// written later.
    private List<Measurement> writing() {
        String writer = writer("uuid");
        String sub = writer("cognito_user_id");
        Pgbench create = pgbench(World.large(plan), Workload.create(writer, BODY));
        List<Measurement> writing = new ArrayList<>();
        CLIENTS.forEach(
                clients -> writing.add(afterCheckpoint(alone(Subject.CREATE, create, clients))));
        writing.add(afterCheckpoint(served(Subject.CREATE, () -> post(pool.token(sub)))));
        writing.add(takingBack());
        return writing;
    }

    private Wrk post(String token) {
        return Wrk.post(server.address().resolve("/api/activities"), token, BODY);
    }

    /// Measures nothing, so that the next round finds what this one found.
    private Measurement takingBack() {
        return new Measurement(
                "deleting the new cruds", (_, _) -> scratch.takeBackWrites(World.large(plan)));
    }

    private String writer(String column) {
        return scratch.session(World.large(plan))
                .text("select " + column + " from public.users where handle = 'writer'");
    }

    private Pgbench pgbench(World world, Workload workload) {
        return Pgbench.of(scratch.session(world), workload);
    }

    private static Measurement alone(Subject subject, Pgbench pgbench, int clients) {
        Figure figure = Figure.alone(subject, clients);
        return new Measurement(
                subject + ", " + figure.name(),
                (figures, seconds) -> figures.add(figure, pgbench.perSecond(clients, seconds)));
    }

    private Measurement duration(World world, Page page) {
        Figure figure = Figure.growth(world, page);
        Pgbench pgbench = pgbench(world, Workload.feed(page.before));
        return new Measurement(
                figure.name(),
                (figures, seconds) -> figures.add(figure, milliseconds(pgbench, seconds)));
    }

    private static double milliseconds(Pgbench pgbench, int seconds) {
        return CLIENTS_OF_GROWTH * 1_000 / pgbench.perSecond(CLIENTS_OF_GROWTH, seconds);
    }

    private Measurement afterCheckpoint(Measurement measurement) {
        return new Measurement(
                measurement.name(),
                (figures, seconds) -> {
                    scratch.checkpoint();
                    measurement.taking().into(figures, seconds);
                });
    }

    private Measurement served(Subject subject, Supplier<Wrk> wrk) {
        return new Measurement(
                subject + ", " + Figure.served(subject).name(),
                (figures, seconds) -> {
                    Cpu before = Cpu.usedBy(server, scratch);
                    Wrk.Load load = wrk.get().load(seconds);
                    Cpu used = Cpu.usedBy(server, scratch).since(before);
                    figures.add(Figure.served(subject), load.perSecond());
                    figures.add(Figure.latency(subject, 50), load.p50());
                    figures.add(Figure.latency(subject, 99), load.p99());
                    if (Processes.areCounted()) {
                        addProcesses(figures, subject, used, load.requests());
                    }
                });
    }

    private void addProcesses(Figures figures, Subject subject, Cpu used, long requests) {
        figures.add(Figure.cpu(subject, "the server"), used.server() * 1e6 / requests);
        figures.add(Figure.cpu(subject, "PostgreSQL"), used.postgres() * 1e6 / requests);
        figures.add(Figure.cpu(subject, "wrk"), used.load() * 1e6 / requests);
        figures.add(Figure.MEMORY, Processes.memory(server.pid(), "VmRSS"));
        figures.add(Figure.MOST_MEMORY, Processes.memory(server.pid(), "VmHWM"));
    }
}

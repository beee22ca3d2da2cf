package bench;

import bench.Figure.Subject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// All measurements of one round.
///
/// @param server runs on the large database, and accepts tokens of the pool
record Measurements(Plan plan, Scratch scratch, Server server, Pool pool) {

    static final List<Integer> CLIENTS = List.of(8, 16, 32);

    private static final Crowd ALONE = new Crowd(64, 0);

    /// The load of a server that is half to two thirds busy. With shorter pauses no processor time
    /// would be left for the other requests, and every answer would wait for its turn.
    private static final Crowd FEED_LOAD = new Crowd(16, 8);

    private static final Crowd SEARCH_LOAD = new Crowd(2, 50);

    /// @param pause in milliseconds
    private record Crowd(int connections, int pause) {}

    private static final int CLIENTS_OF_GROWTH = 8;

    /// In their order: reads before writes, because PostgreSQL has to clean up after writes.
    List<Measurement> all() {
        List<Measurement> all = new ArrayList<>();
        all.addAll(reading());
        all.addAll(growth());
        all.addAll(people());
        all.addAll(beside());
        all.addAll(writing());
        if (Function.runsHere()) {
            all.add(new Function(scratch, World.large(plan)).measurement());
            all.add(takingBack());
        }
        return all;
    }

    private List<Measurement> reading() {
        Pgbench feed = pgbench(World.large(plan), Workload.feed(Page.FIRST.before));
        List<Measurement> reading = new ArrayList<>();
        CLIENTS.forEach(clients -> reading.add(alone(Subject.FEED, feed, clients)));
        reading.add(served(Subject.FEED, traffic().home()));
        reading.add(served(Subject.PAGE, traffic().homePage()));
        reading.addAll(cached());
        reading.add(served(Subject.HEALTH, traffic().health()));
        reading.addAll(signedIn());
        return reading;
    }

    private List<Measurement> cached() {
        FixedAnswers fixed = FixedAnswers.of(server);
        return List.of(
                rate(Figure.CACHED_FEED, server.address(), FixedAnswers.FEED),
                rate(Figure.FIXED_FEED, fixed.address(), FixedAnswers.FEED),
                rate(Figure.CACHED_PAGE, server.address(), FixedAnswers.PAGE),
                rate(Figure.FIXED_PAGE, fixed.address(), FixedAnswers.PAGE));
    }

    private Measurement rate(Figure figure, URI address, String path) {
        Path file = scratch.file(figure.name().replaceAll("[^a-z]+", "-") + ".requests");
        Wrk wrk = new Wrk(address, Requests.get(path).writtenTo(file), ALONE.connections(), ALONE.pause());
        return new Measurement(
                figure.name(),
                (figures, seconds) -> figures.add(figure, wrk.load(seconds).perSecond()));
    }

    private List<Measurement> signedIn() {
        String reader = scratch.session(World.large(plan))
                .text("select uuid from public.users where cognito_user_id = '%s'".formatted(Traffic.READER));
        Pgbench feed =
                pgbench(World.large(plan), Workload.feed(Page.FIRST.before, Optional.of(UUID.fromString(reader))));
        List<Measurement> signedIn = new ArrayList<>();
        CLIENTS.forEach(clients -> signedIn.add(alone(Subject.SIGNED_IN, feed, clients)));
        signedIn.add(served(Subject.SIGNED_IN, traffic().homeByToken()));
        Wrk byCookie = wrk(Subject.SIGNED_IN + " by cookie", traffic().homeByCookie(server), ALONE);
        signedIn.add(new Measurement(
                Subject.SIGNED_IN + ", " + Figure.BY_COOKIE,
                (figures, seconds) -> figures.add(
                        Figure.served(Subject.SIGNED_IN, Figure.BY_COOKIE),
                        byCookie.load(seconds).perSecond())));
        return signedIn;
    }

    private Traffic traffic() {
        return new Traffic(scratch.session(World.large(plan)), pool);
    }

    /// Requests other than reading the feed.
    private List<Measurement> people() {
        return List.of(
                served(Subject.THREAD, traffic().threads()),
                served(Subject.PROFILE, traffic().profiles()),
                served(Subject.SEARCH, traffic().searches()),
                served(Subject.CONVERSATIONS, traffic().conversations()),
                served(Subject.CONVERSATION, traffic().conversation()));
    }

    private List<Measurement> beside() {
        Wrk feed = wrk(Subject.BESIDE + " feed", traffic().home(), FEED_LOAD);
        Wrk search = wrk(Subject.BESIDE + " search", traffic().searches(), SEARCH_LOAD);
        return List.of(
                new Measurement(
                        "feed without search",
                        (figures, seconds) -> add(figures, Figure.FEED_ALONE, feed.load(seconds))),
                new Measurement("feed with search", (figures, seconds) -> {
                    CompletableFuture<Wrk.Load> searched = CompletableFuture.supplyAsync(() -> search.load(seconds));
                    add(figures, Figure.FEED_BESIDE, feed.load(seconds));
                    add(figures, Figure.SEARCH_BESIDE, searched.join());
                }));
    }

    private static void add(Figures figures, String what, Wrk.Load load) {
        figures.add(Figure.served(Subject.BESIDE, what), load.perSecond());
        figures.add(Figure.latency(Subject.BESIDE, what, 50), load.p50());
        figures.add(Figure.latency(Subject.BESIDE, what, 99), load.p99());
    }

    private Wrk wrk(String name, Requests requests, Crowd load) {
        Path file = scratch.file(name.toLowerCase(Locale.ROOT).replace(' ', '-') + ".requests");
        return new Wrk(server.address(), requests.writtenTo(file), load.connections(), load.pause());
    }

    private List<Measurement> growth() {
        List<Measurement> growth = new ArrayList<>();
        for (Page page : Page.values()) {
            World.all(plan).forEach(world -> growth.add(duration(world, page)));
        }
        return growth;
    }

    /// Each begins right after a checkpoint, because writes cost more at first after one.
    private List<Measurement> writing() {
        String writer =
                scratch.session(World.large(plan)).text("select uuid from public.users where handle = 'writer'");
        Pgbench create = pgbench(World.large(plan), Workload.create(writer, Traffic.crud()));
        List<Measurement> writing = new ArrayList<>();
        CLIENTS.forEach(clients -> writing.add(afterCheckpoint(alone(Subject.CREATE, create, clients))));
        writing.add(afterCheckpoint(served(Subject.CREATE, traffic().creates())));
        // Deletes the new cruds, so that no later measurement reads a feed of identical cruds.
        writing.add(takingBack());
        writing.add(afterCheckpoint(served(Subject.LIKE, traffic().likes())));
        writing.add(afterCheckpoint(served(Subject.MESSAGE, traffic().messages())));
        writing.add(afterCheckpoint(served(Subject.MIXED, traffic().mixed())));
        writing.add(takingBack());
        return writing;
    }

    /// Measures nothing: it restores the data, so that each round begins with the same.
    private Measurement takingBack() {
        return new Measurement("taking back what was written", (_, _) -> scratch.takeBackWrites(World.large(plan)));
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
                figure.name(), (figures, seconds) -> figures.add(figure, milliseconds(pgbench, seconds)));
    }

    private static double milliseconds(Pgbench pgbench, int seconds) {
        return CLIENTS_OF_GROWTH * 1_000 / pgbench.perSecond(CLIENTS_OF_GROWTH, seconds);
    }

    private Measurement afterCheckpoint(Measurement measurement) {
        return new Measurement(measurement.name(), (figures, seconds) -> {
            scratch.checkpoint();
            measurement.taking().into(figures, seconds);
        });
    }

    private Measurement served(Subject subject, Requests requests) {
        Wrk wrk = wrk(subject.toString(), requests, ALONE);
        return new Measurement(subject + ", " + Figure.served(subject).name(), (figures, seconds) -> {
            Cpu before = Cpu.usedBy(server, scratch);
            Wrk.Load load = wrk.load(seconds);
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
        figures.add(Figure.cpu(subject), (used.server() + used.postgres()) * 1e6 / requests);
        figures.add(Figure.cpu(subject, "wrk"), used.load() * 1e6 / requests);
        figures.add(Figure.MEMORY, Processes.memory(server.pid(), "VmRSS"));
        figures.add(Figure.MOST_MEMORY, Processes.memory(server.pid(), "VmHWM"));
    }
}

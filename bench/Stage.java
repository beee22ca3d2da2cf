package bench;

import bench.Figure.Subject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What all measurements use: the databases, a server on the large one, and loads on it.
///
/// @param server accepts tokens of the pool
record Stage(Plan plan, Scratch scratch, Server server, Pool pool) {

    /// Of pgbench. The server is compared with the best of them.
    static final List<Integer> CLIENTS = List.of(8, 16, 32);

    static final Crowd ALONE = new Crowd(64, 0);

    /// @param pause in milliseconds
    record Crowd(int connections, int pause) {}

    World world() {
        return World.large(plan);
    }

    Session session() {
        return scratch.session(world());
    }

    Traffic traffic() {
        return new Traffic(session(), pool);
    }

    Pgbench pgbench(Workload workload) {
        return Pgbench.of(session(), workload);
    }

    Wrk wrk(String name, Requests requests, Crowd crowd) {
        return wrk(name, server.address(), requests, crowd);
    }

    Wrk wrk(String name, URI address, Requests requests, Crowd crowd) {
        String file = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-") + ".requests";
        return new Wrk(address, requests.writtenTo(scratch.file(file)), crowd.connections(), crowd.pause());
    }

    /// One more server on the large database, until it is closed.
    Server another(Map<String, String> settings, String name) {
        Map<String, String> all = new HashMap<>(pool.settings());
        all.putAll(settings);
        return Server.start(scratch.url(world()), all, scratch.file(name + ".log"));
    }

    /// In seconds. It is longer than that of the other server, because its first call of Redis may take so long that it
    /// leaves Redis out for five seconds.
    int warmUpOfNewServer() {
        return plan.warmUp() + 6;
    }

    /// The rates of PostgreSQL alone, with each number of clients.
    List<Measurement> alone(Subject subject, Workload workload) {
        Pgbench pgbench = pgbench(workload);
        return CLIENTS.stream().map(clients -> alone(subject, pgbench, clients)).toList();
    }

    private static Measurement alone(Subject subject, Pgbench pgbench, int clients) {
        Figure figure = Figure.alone(subject, clients);
        return new Measurement(
                subject + ", " + figure.name(),
                (figures, seconds) -> figures.add(figure, pgbench.perSecond(clients, seconds)));
    }

    /// The rate, latency and cost of the server.
    Measurement served(Subject subject, Requests requests) {
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

    /// Begins right after a checkpoint, because writes cost more at first after one.
    Measurement afterCheckpoint(Measurement measurement) {
        return new Measurement(measurement.name(), (figures, seconds) -> {
            scratch.checkpoint();
            measurement.taking().into(figures, seconds);
        });
    }

    /// Measures nothing: it restores the data, so that no later measurement reads a feed of identical cruds, and each
    /// round begins with the same.
    Measurement takingBack() {
        return new Measurement("taking back what was written", (_, _) -> scratch.takeBackWrites(world()));
    }
}

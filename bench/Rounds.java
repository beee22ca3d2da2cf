package bench;

import cruddur.operations.OperationException;
import cruddur.operations.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Takes every measurement in turn, several times, so that a temporary disturbance of the machine
/// affects all of them.
///
/// @param groups are measured
record Rounds(Plan plan, Set<Group> groups, Scratch scratch, Progress progress) {

    private static final int STARTS = 5;

    /// Fills the databases, starts the server and measures. Only the first round, which warms up,
    /// does not count.
    Figures measured() {
        worlds().forEach(scratch::fill);
        Figures figures = new Figures();
        Pool pool = Pool.start();
        Server server = groups.contains(Group.START) ? startedOften(figures, pool) : start(new Figures(), pool);
        requireSameAnswer(server);
        List<Measurement> measurements = measurements(new Stage(plan, scratch, server, pool));
        take(measurements, new Figures(), "warming up", plan.warmUp());
        for (int round = 1; round <= plan.rounds(); round++) {
            String words = "round " + round + " of " + plan.rounds();
            take(measurements, figures, words, plan.seconds());
        }
        return figures;
    }

    private List<World> worlds() {
        return groups.contains(Group.GROWTH) ? World.all(plan) : List.of(World.large(plan));
    }

    private List<Measurement> measurements(Stage stage) {
        return groups.stream()
                .flatMap(group -> group.measurements(stage).stream())
                .toList();
    }

    private void take(List<Measurement> measurements, Figures figures, String round, int seconds) {
        for (Measurement measurement : measurements) {
            progress.step(round + ": " + measurement.name());
            measurement.taking().into(figures, seconds);
        }
    }

    /// Runs a command and starts the server several times; the last server keeps running.
    private Server startedOften(Figures figures, Pool pool) {
        IntStream.range(0, STARTS).forEach(_ -> runIdleCommand(figures));
        Server server = start(figures, pool);
        for (int start = 1; start < STARTS; start++) {
            server.close();
            server = start(figures, pool);
        }
        return server;
    }

    private Server start(Figures figures, Pool pool) {
        progress.step("starting the server");
        Server server = Server.start(scratch.url(World.large(plan)), pool.settings(), scratch.file("server.log"));
        figures.add(Figure.READY, server.ready().toMillis() / 1e3);
        return server;
    }

    /// The time that every command takes at least.
    private void runIdleCommand(Figures figures) {
        progress.step("running a command that does nothing");
        Instant begun = Instant.now();
        new Command(List.of(System.getProperty("cruddur.checkout") + "/bin/cruddur", "--help"), Map.of(), "")
                .find(Pattern.compile("Usage"));
        figures.add(Figure.IDLE_COMMAND, Duration.between(begun, Instant.now()).toMillis() / 1e3);
    }

    /// The comparison is valid only if PostgreSQL alone does the same work as for the server.
    private void requireSameAnswer(Server server) {
        byte[] alone = scratch.session(World.large(plan)).answer(Workload.feed(Page.FIRST.before));
        if (!Arrays.equals(alone, server.get(Traffic.HOME))) {
            throw new OperationException(
                    "The server's home feed is not what PostgreSQL answers to the benchmark's own statement.");
        }
    }
}

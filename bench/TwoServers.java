package bench;

import bench.Figure.Subject;
import bench.Stage.Crowd;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// New cruds by as many writers on one server, and on two servers of one database.
record TwoServers(Stage stage) {

    private static final Crowd ALL = new Crowd(64, 0);
    private static final Crowd HALF = new Crowd(32, 0);

    List<Measurement> all() {
        return List.of(new Measurement(Subject.SERVERS.toString(), this::take), stage.takingBack());
    }

    /// The second server runs only meanwhile, so that it takes nothing from other measurements.
    private void take(Figures figures, int seconds) {
        try (Server second = stage.another(Map.of(), "second")) {
            Wrk alone = writers(stage.server(), ALL, "one server");
            Wrk half = writers(stage.server(), HALF, "the first of two servers");
            Wrk otherHalf = writers(second, HALF, "the second of two servers");
            both(half, otherHalf, stage.warmUpOfNewServer());
            stage.scratch().checkpoint();
            figures.add(Subject.SERVERS, Figure.ONE_SERVER, alone.load(seconds));
            stage.scratch().checkpoint();
            figures.add(Subject.SERVERS, Figure.TWO_SERVERS, both(half, otherHalf, seconds));
        }
    }

    private Wrk writers(Server server, Crowd crowd, String name) {
        return stage.wrk("writers on " + name, server.address(), stage.traffic().creates(), crowd);
    }

    private static Wrk.Load both(Wrk one, Wrk other, int seconds) {
        CompletableFuture<Wrk.Load> beside = CompletableFuture.supplyAsync(() -> other.load(seconds));
        return one.load(seconds).and(beside.join());
    }
}

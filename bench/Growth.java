package bench;

import java.util.Arrays;
import java.util.List;

/// How long the statement of the home feed takes in a small and in a large database.
record Growth(Stage stage) {

    private static final int CLIENTS = 8;

    List<Measurement> all() {
        return Arrays.stream(Page.values())
                .flatMap(page -> World.all(stage.plan()).stream().map(world -> duration(world, page)))
                .toList();
    }

    private Measurement duration(World world, Page page) {
        Figure figure = Figure.growth(world, page);
        Pgbench pgbench = Pgbench.of(stage.scratch().session(world), Workload.feed(page.before));
        return new Measurement(
                figure.name(),
                (figures, seconds) -> figures.add(figure, CLIENTS * 1_000 / pgbench.perSecond(CLIENTS, seconds)));
    }
}

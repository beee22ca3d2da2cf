package bench;

import bench.Figure.Subject;
import bench.Stage.Crowd;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The feed with and without searches at the same time, on a server that is half to two thirds busy. With shorter
/// pauses no processor time would be left for the other requests, and every answer would wait for its turn.
record SearchBeside(Stage stage) {

    private static final Crowd FEED_LOAD = new Crowd(16, 8);
    private static final Crowd SEARCH_LOAD = new Crowd(2, 50);

    List<Measurement> all() {
        Wrk feed = stage.wrk(Subject.BESIDE + " feed", stage.traffic().home(), FEED_LOAD);
        Wrk search = stage.wrk(Subject.BESIDE + " search", stage.traffic().searches(), SEARCH_LOAD);
        return List.of(
                new Measurement(
                        "feed without search",
                        (figures, seconds) -> figures.add(Subject.BESIDE, Figure.FEED_ALONE, feed.load(seconds))),
                new Measurement("feed with search", (figures, seconds) -> {
                    CompletableFuture<Wrk.Load> searched = CompletableFuture.supplyAsync(() -> search.load(seconds));
                    figures.add(Subject.BESIDE, Figure.FEED_BESIDE, feed.load(seconds));
                    figures.add(Subject.BESIDE, Figure.SEARCH_BESIDE, searched.join());
                }));
    }
}

package bench;

import bench.Figure.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The latency of an answer that two servers share through Redis, one request at a time: each address is asked for
/// once at each of them.
record SharedReads(Stage stage) {

    /// In which the first server stores the answer, beside the request.
    private static final Duration STORING = Duration.ofMillis(3);

    List<Measurement> all() {
        return List.of(Tool.REDIS
                .find()
                .map(program -> new Measurement(
                        Subject.SHARED.toString(), (figures, seconds) -> take(program, figures, seconds)))
                .orElseGet(() -> Measurement.missing(Subject.SHARED, Tool.REDIS)));
    }

    /// Redis and three servers of the same age run only meanwhile, so that they take nothing from other measurements.
    private void take(Path program, Figures figures, int seconds) {
        try (Redis redis = Redis.start(program);
                Server first = stage.another(redis.settings(), "first");
                Server second = stage.another(redis.settings(), "second");
                Server without = stage.another(Map.of(), "without");
                Visitor atFirst = Visitor.of(first);
                Visitor atSecond = Visitor.of(second);
                Visitor alone = Visitor.of(without)) {
            visit(stage.warmUpOfNewServer(), atFirst, atSecond, alone);
            visit(seconds, atFirst, atSecond, alone).forEach((kind, latencies) -> add(figures, kind, latencies));
        }
    }

    /// The latencies of each kind of answer. An answer of another kind, for example because storing it took longer, is
    /// left out.
    private static Map<String, List<Double>> visit(int seconds, Visitor first, Visitor second, Visitor alone) {
        Map<String, List<Double>> latencies = new LinkedHashMap<>();
        Figure.SHARED_KINDS.forEach(kind -> latencies.put(kind, new ArrayList<>()));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            String path = Traffic.HOME + "?visit=" + System.nanoTime();
            first.get(path).addTo(latencies.get(Figure.MISS), false);
            Pause.of(STORING);
            second.get(path).addTo(latencies.get(Figure.SHARED_HIT), true);
            second.get(path).addTo(latencies.get(Figure.OWN_HIT), true);
            alone.get(path).addTo(latencies.get(Figure.ALONE), false);
        }
        return latencies;
    }

    private static void add(Figures figures, String kind, List<Double> latencies) {
        if (latencies.isEmpty()) {
            figures.miss(Subject.SHARED, "A round had no " + kind + ", because the machine was too busy.");
            return;
        }
        List<Double> sorted = latencies.stream().sorted().toList();
        figures.add(Figure.latency(Subject.SHARED, kind, 50), sorted.get(sorted.size() / 2));
        figures.add(Figure.latency(Subject.SHARED, kind, 99), sorted.get(sorted.size() * 99 / 100));
    }
}

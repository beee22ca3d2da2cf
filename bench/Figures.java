package bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The measured values, in the order of their first measurement. Every value is kept.
final class Figures {

    private final Map<Figure, List<Double>> values = new LinkedHashMap<>();
    private final Map<Figure.Subject, String> missing = new EnumMap<>(Figure.Subject.class);

    void add(Figure figure, double value) {
        values.computeIfAbsent(figure, _ -> new ArrayList<>()).add(value);
    }

    /// Rate and latencies.
    void add(Figure.Subject subject, String what, Wrk.Load load) {
        add(Figure.served(subject, what), load.perSecond());
        add(Figure.latency(subject, what, 50), load.p50());
        add(Figure.latency(subject, what, 99), load.p99());
    }

    /// Why figures of a subject are missing.
    void miss(Figure.Subject subject, String why) {
        missing.put(subject, why);
    }

    Optional<String> missing(Figure.Subject subject) {
        return Optional.ofNullable(missing.get(subject));
    }

    List<Figure> of(Figure.Subject subject) {
        return values.keySet().stream()
                .filter(figure -> figure.subject() == subject)
                .toList();
    }

    boolean has(Figure figure) {
        return values.containsKey(figure);
    }

    double median(Figure figure) {
        List<Double> sorted = sorted(figure);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min(Figure figure) {
        return sorted(figure).getFirst();
    }

    double max(Figure figure) {
        return sorted(figure).getLast();
    }

    private List<Double> sorted(Figure figure) {
        return values.get(figure).stream().sorted().toList();
    }
}

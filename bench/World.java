package bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// The content of a database.
///
/// @param database its name
/// @param cruds that have not expired
/// @param expired expired cruds among them
record World(String database, int cruds, int expired, int people) {

    static final int SMALL = 10_000;

    static World small(Plan plan) {
        return new World("small", SMALL, 0, plan.people());
    }

    static World large(Plan plan) {
        return new World("large", plan.cruds(), 0, plan.people());
    }

    static World largeWithExpired(Plan plan) {
        return new World("expired", plan.cruds(), plan.cruds() / 2, plan.people());
    }

    static List<World> all(Plan plan) {
        return List.of(small(plan), large(plan), largeWithExpired(plan));
    }

    /// The settings of `fill.sql`.
    Map<String, String> settings(String mark) {
        return Map.of(
                "bench.cruds", Integer.toString(cruds),
                "bench.expired", Integer.toString(expired),
                "bench.people", Integer.toString(people),
                "bench.mark", mark);
    }

    /// The mark of a filled database. It changes every day, because cruds expire.
    String mark(String script) {
        return "%s of %,d people, filled on %s by script %08x"
                .formatted(this, people, LocalDate.now(ZoneOffset.UTC), script.hashCode());
    }

    @Override
    public String toString() {
        return "%,d cruds".formatted(cruds) + (expired == 0 ? "" : " and %,d expired ones".formatted(expired));
    }
}

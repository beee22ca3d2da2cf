package cruddur.growth;

import cruddur.database.Database;
import cruddur.sql.Query;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// The table `metrics`, to which servers without DynamoDB write themselves.
record PostgresStore(Database database) implements MetricStore {

    private static final Query ADD = Query.load("metrics/add");

    @Override
    public Future<Void> add(Batch batch) {
        List<Counter> counters = new ArrayList<>(batch.amounts().keySet());
        return database.upkeep()
                .rows(ADD.with("writer", batch.writer())
                        .with("sequence", batch.sequence())
                        .with(
                                "metrics",
                                counters.stream()
                                        .map(counter -> counter.metric().key())
                                        .toArray(String[]::new))
                        .with("days", counters.stream().map(Counter::day).toArray(LocalDate[]::new))
                        .with(
                                "amounts",
                                counters.stream().map(batch.amounts()::get).toArray(Long[]::new)))
                .mapEmpty();
    }
}

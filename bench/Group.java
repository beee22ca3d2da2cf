package bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// What can be measured by itself, in the order of a full run: reads before writes, because PostgreSQL has to clean up
/// after writes.
enum Group {
    START(_ -> List.of()),
    FEED(stage -> new FeedReads(stage).all()),
    CACHE(stage -> new CachedReads(stage).all()),
    REDIS(stage -> new SharedReads(stage).all()),
    GROWTH(stage -> new Growth(stage).all()),
    READS(stage -> new OtherReads(stage).all()),
    SEARCH(stage -> new SearchBeside(stage).all()),
    WRITES(stage -> new Writes(stage).all()),
    STRANGERS(stage -> new Strangers(stage).all()),
    SERVERS(stage -> new TwoServers(stage).all()),
    FUNCTION(stage -> new PostConfirmation(stage).all());

    private final Function<Stage, List<Measurement>> measurements;

    Group(Function<Stage, List<Measurement>> measurements) {
        this.measurements = measurements;
    }

    List<Measurement> measurements(Stage stage) {
        return measurements.apply(stage);
    }

    /// As it is written on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package bench;

/// The amount of data, and the length of the measurements.
///
/// @param cruds of the large database that have not expired
/// @param warmUp seconds of load for each measurement before the first round: Java continues to
///   compile for half a minute under load
/// @param seconds of one measurement
/// @param rounds without the warm-up
record Plan(int cruds, int people, int warmUp, int seconds, int rounds) {

    static final Plan FULL = new Plan(1_000_000, 10_000, 10, 10, 3);

    static final Plan QUICK = new Plan(50_000, 1_000, 1, 1, 3);

    Plan {
        require(
                cruds >= World.SMALL,
                "--cruds must be at least " + World.SMALL + ", which is what growth is measured from");
        require(people >= 100 && people <= 1_000_000, "--people must be from 100 to 1000000");
        require(seconds >= 1, "--seconds must be at least 1");
        require(rounds >= 3, "--rounds must be at least 3, or there is no median");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

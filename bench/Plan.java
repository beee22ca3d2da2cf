package bench;

/// How much is filled in, and how long it is measured.
///
/// @param cruds living ones, of the large database
/// @param warmUp for how many seconds each is done before any is measured: Java goes on compiling
///   for half a minute under load
/// @param seconds that one measurement takes
/// @param rounds that count
record Plan(int cruds, int people, int warmUp, int seconds, int rounds) {

    static final Plan FULL = new Plan(1_000_000, 10_000, 10, 10, 3);

    static final Plan QUICK = new Plan(50_000, 1_000, 1, 1, 3);

    Plan {
        require(
                cruds >= World.SMALL,
                "--cruds must be at least "
                        + World.SMALL
                        + ", which is what growth is measured from");
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

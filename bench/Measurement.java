package bench;

/// A way to come to a few figures.
///
/// @param name in words that fit behind "measuring"
record Measurement(String name, Taking taking) {

    @FunctionalInterface
    interface Taking {
        void into(Figures figures, int seconds);
    }
}

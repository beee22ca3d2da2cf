package bench;

/// A step that measures a few figures.
///
/// @param name in words that fit after "measuring"
record Measurement(String name, Taking taking) {

    @FunctionalInterface
    interface Taking {
        void into(Figures figures, int seconds);
    }
}

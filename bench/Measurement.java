package bench;

/// A step that measures a few figures.
///
/// @param name in words that fit after "measuring"
record Measurement(String name, Taking taking) {

    /// Measures nothing: the report says what to install.
    static Measurement missing(Figure.Subject subject, Tool tool) {
        return new Measurement(subject + " without " + tool, (figures, _) -> figures.miss(subject, tool.absence()));
    }

    @FunctionalInterface
    interface Taking {
        void into(Figures figures, int seconds);
    }
}

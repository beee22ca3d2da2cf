package bench;

/// A target of the project, and its measured value.
///
/// @param bound the minimum or maximum that meets the target
record Target(String name, double value, String comparison, double bound, String unit) {

    private static final String AT_LEAST = "≥";
    private static final String AT_MOST = "≤";

    static Target atLeast(double bound, String name, double value) {
        return new Target(name, value, AT_LEAST, bound, "");
    }

    static Target atMost(double bound, String unit, String name, double value) {
        return new Target(name, value, AT_MOST, bound, unit);
    }

    boolean isMet() {
        return comparison.equals(AT_LEAST) ? value >= bound : value <= bound;
    }
}

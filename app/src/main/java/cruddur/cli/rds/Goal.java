package cruddur.cli.rds;

import cruddur.aws.Instance;
import java.util.Locale;
import java.util.Optional;

/// The state that a command waits for.
enum Goal {
    AVAILABLE,
    STOPPED,
    DELETED;

    /// Parses the word on the command line.
    static Goal named(String word) {
        return switch (word) {
            case "available" -> AVAILABLE;
            case "stopped" -> STOPPED;
            case "deleted" -> DELETED;
            default ->
                throw new IllegalArgumentException("Cannot wait for " + word + ". Use available, stopped or deleted.");
        };
    }

    /// @param seen empty if there is no such instance
    boolean isReached(Optional<Instance> seen) {
        return this == DELETED
                ? seen.isEmpty()
                : seen.map(instance -> instance.is(toString())).orElse(false);
    }

    /// AWS's name of the state.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

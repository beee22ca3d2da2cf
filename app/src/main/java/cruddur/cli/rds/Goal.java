package cruddur.cli.rds;

import cruddur.aws.Instance;

import java.util.Locale;
import java.util.Optional;

/// Where an operator wants an instance to be.
enum Goal {
    AVAILABLE,
    STOPPED,
    DELETED;

    /// Reads the word on the command line.
    static Goal named(String word) {
        return switch (word) {
            case "available" -> AVAILABLE;
            case "stopped" -> STOPPED;
            case "deleted" -> DELETED;
            default ->
                    throw new IllegalArgumentException(
                            "One can wait for available, stopped or deleted, and not for "
                                    + word
                                    + ".");
        };
    }

    /// @param seen nothing if there is no such instance
    boolean isReached(Optional<Instance> seen) {
        return this == DELETED
                ? seen.isEmpty()
                : seen.map(instance -> instance.is(toString())).orElse(false);
    }

    /// AWS's word for it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

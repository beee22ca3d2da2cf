package cruddur.operations;

/// Hears what an operation is at, before it begins it, in words that fit behind "Cruddur: …".
@FunctionalInterface
public interface Progress {

    void step(String what);
}

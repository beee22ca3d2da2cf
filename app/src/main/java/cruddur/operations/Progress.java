package cruddur.operations;

/// Receives each step of an operation before it begins, in words that fit behind "Cruddur: …".
@FunctionalInterface
public interface Progress {

    void step(String what);
}

package cruddur.identity;

/// Somebody whom the user pool has just let in.
///
/// @param wantedHandle the handle that they asked the pool for, which may have been somebody else's
///   here
public record Arrival(Person person, String wantedHandle) {

    /// Whether they have another handle than the one they asked for.
    public boolean isRenamed() {
        return !wantedHandle.equalsIgnoreCase(person.handle());
    }
}

package cruddur.identity;

/// The sign-in of a person.
///
/// @param wantedHandle the handle that the person chose in the pool, which may have been taken here
public record SignIn(Person person, String wantedHandle) {

    /// Whether the person's handle differs from the wanted one.
    public boolean isRenamed() {
        return !wantedHandle.equalsIgnoreCase(person.handle());
    }
}

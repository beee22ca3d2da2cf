package cruddur.userpool;

import java.util.Optional;

/// A person's attributes in the user pool. Access tokens contain none of them.
///
/// @param name `name`
/// @param email `email`
/// @param handle `preferred_username`, the wanted handle
public record Attributes(Optional<String> name, Optional<String> email, Optional<String> handle) {

    /// A blank attribute counts as missing. NUL is removed, because PostgreSQL refuses it and the person
    /// could not sign in.
    public Attributes {
        name = name.flatMap(Attributes::text);
        email = email.flatMap(Attributes::text);
        handle = handle.flatMap(Attributes::text);
    }

    private static Optional<String> text(String value) {
        return Optional.of(value.replace("\0", "")).filter(text -> !text.isBlank());
    }
}

package cruddur.identity;

import java.util.Optional;

/// What the user pool knows of a person. An access token says none of it.
///
/// @param name `name`
/// @param email `email`
/// @param handle `preferred_username`, the handle that they wanted
public record Attributes(Optional<String> name, Optional<String> email, Optional<String> handle) {

    /// What is blank is missing; and PostgreSQL's texts hold no NUL, which must not lock anybody
    /// out.
    public Attributes {
        name = name.flatMap(Attributes::text);
        email = email.flatMap(Attributes::text);
        handle = handle.flatMap(Attributes::text);
    }

    private static Optional<String> text(String value) {
        return Optional.of(value.replace("\0", "")).filter(text -> !text.isBlank());
    }
}

package cruddur.identity;

import java.util.Optional;

/// What the user pool knows of a person. An access token says none of it.
///
/// @param name `name`
/// @param email `email`
/// @param handle `preferred_username`, the handle that they wanted
public record Attributes(Optional<String> name, Optional<String> email, Optional<String> handle) {}

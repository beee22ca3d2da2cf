package cruddur.pages;

import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/// A person as their profile shows them.
///
/// @param newName the name in the form, which may be refused
/// @param newBio the text in the form
/// @param isViewer whether it is the profile of the signed-in person, who may change it
/// @param isBlocked whether the signed-in person blocks them
/// @param errors the sentences for the fields that were refused, by the name of the field
public record Profile(
        Portrait person,
        String bio,
        String newName,
        String newBio,
        long cruds,
        OffsetDateTime createdAt,
        boolean isViewer,
        boolean isBlocked,
        Map<String, String> errors) {

    /// The columns of the query that [#of] reads.
    static final String COLUMNS =
            "handle, display_name, bio, cruds_count, created_at, is_reader, is_blocked, expires_at";

    static Profile of(Row row) {
        return new Profile(
                Portrait.of(row),
                bio(row),
                row.getString("display_name"),
                bio(row),
                row.getLong("cruds_count"),
                row.getOffsetDateTime("created_at"),
                Boolean.TRUE.equals(row.getBoolean("is_reader")),
                row.getBoolean("is_blocked"),
                Map.of());
    }

    private static String bio(Row row) {
        return Optional.ofNullable(row.getString("bio")).orElse("");
    }

    /// The same with the values of a form that was refused.
    Profile refused(String name, String text, Map<String, String> newErrors) {
        return new Profile(person, bio, name, text, cruds, createdAt, isViewer, isBlocked, newErrors);
    }

    public String crudsInWords() {
        return Words.count(cruds, "crud", "cruds");
    }

    public String since() {
        return Words.day(createdAt);
    }

    public Optional<String> error(String field) {
        return Optional.ofNullable(errors.get(field));
    }
}

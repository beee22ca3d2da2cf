package cruddur.localcognito;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;

/// Somebody with an account.
///
/// @param sub the id by which the rest of the system knows them, and their user name
record Person(String sub, String email, String name, String preferredUsername) {

    static Person of(Row row) {
        return new Person(
                row.getString("sub"),
                row.getString("email"),
                row.getString("name"),
                row.getString("preferred_username"));
    }

    /// As Cognito lists them: an array of names and values.
    ///
    /// @param isConfirmed whether the address was shown to be theirs
    JsonArray attributes(boolean isConfirmed) {
        return new JsonArray()
                .add(attribute("sub", sub))
                .add(attribute("email_verified", Boolean.toString(isConfirmed)))
                .add(attribute("name", name))
                .add(attribute("preferred_username", preferredUsername))
                .add(attribute("email", email));
    }

    private static JsonObject attribute(String name, String value) {
        return JsonObject.of("Name", name, "Value", value);
    }
}

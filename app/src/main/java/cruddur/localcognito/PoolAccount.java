package cruddur.localcognito;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;

/// An account of the pool.
///
/// @param sub its user name, and its id in the rest of the system
record PoolAccount(String sub, String email, String name, String preferredUsername) {

    static PoolAccount of(Row row) {
        return new PoolAccount(
                row.getString("sub"),
                row.getString("email"),
                row.getString("name"),
                row.getString("preferred_username"));
    }

    /// The attributes as Cognito lists them: an array of names and values.
    ///
    /// @param isConfirmed whether the address is confirmed
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

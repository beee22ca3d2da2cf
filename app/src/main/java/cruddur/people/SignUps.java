package cruddur.people;

import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/// Gives whom the user pool has let in a row.
public record SignUps(Database database) {

    private static final Query CREATE = Query.load("people/create_from_signup");

    /// Blocks until the row is there.
    ///
    /// @param event of Cognito's trigger PostConfirmation
    public void admit(byte[] event) {
        JsonObject attributes =
                new JsonObject(Buffer.buffer(event))
                        .getJsonObject("request")
                        .getJsonObject("userAttributes");
        database.change(
                        CREATE.with("cognito_user_id", attributes.getString("sub"))
                                .with("display_name", attributes.getString("name"))
                                .with("email", attributes.getString("email"))
                                .with("handle", attributes.getString("preferred_username")))
                .await();
    }
}

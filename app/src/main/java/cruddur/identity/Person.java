package cruddur.identity;

import io.vertx.sqlclient.Row;
import java.util.UUID;

/// A person in the database.
public record Person(UUID uuid, String handle, String displayName) {

    static Person of(Row row) {
        return new Person(row.getUUID("uuid"), row.getString("handle"), row.getString("display_name"));
    }
}

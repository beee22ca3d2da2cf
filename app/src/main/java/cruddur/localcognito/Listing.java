package cruddur.localcognito;

import cruddur.database.BlockingDatabase;
import cruddur.sql.Query;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/// `ListUsers`.
///
/// @param poolId the id that requests must name
record Listing(BlockingDatabase database, String poolId) {

    private static final Query LIST = Query.load("local_cognito/list");

    private static final int MOST = 60;

    JsonObject listUsers(Input input) {
        requirePool(input.text("UserPoolId"));
        requireNoFilter(input);
        int limit = limit(input);
        JsonArray attributes = input.array("AttributesToGet");
        RowSet<Row> rows = database.rows(LIST.with("after", after(input)).with("limit", limit + 1));
        return page(StreamSupport.stream(rows.spliterator(), false).toList(), limit, attributes);
    }

    private void requirePool(String named) {
        if (!named.equals(poolId)) {
            throw CognitoError.notFound("User pool " + named + " does not exist.");
        }
    }

    private static void requireNoFilter(Input input) {
        if (input.optionalText("Filter").filter(filter -> !filter.isBlank()).isPresent()) {
            throw CognitoError.invalidParameter("The built-in user pool does not support filters.");
        }
    }

    private static int limit(Input input) {
        int limit = input.number("Limit").orElse(MOST);
        if (limit < 1 || limit > MOST) {
            throw Input.constraint("Limit", "Member must have value from 1 to " + MOST);
        }
        return limit;
    }

    /// The id of the last account of the previous page.
    private static String after(Input input) {
        try {
            return input.optionalText("PaginationToken")
                    .map(token -> Base64.getUrlDecoder().decode(token))
                    .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).replace("\0", ""))
                    .orElse("");
        } catch (IllegalArgumentException _) {
            throw CognitoError.invalidParameter("Invalid pagination token provided.");
        }
    }

    private static JsonObject page(List<Row> rows, int limit, JsonArray attributes) {
        JsonArray users = rows.stream()
                .limit(limit)
                .map(row -> user(row, attributes))
                .collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
        JsonObject page = JsonObject.of("Users", users);
        return rows.size() > limit
                ? page.put("PaginationToken", token(rows.get(limit - 1).getString("sub")))
                : page;
    }

    private static String token(String sub) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sub.getBytes(StandardCharsets.US_ASCII));
    }

    private static JsonObject user(Row row, JsonArray attributes) {
        boolean isConfirmed = row.getBoolean("is_confirmed");
        PoolAccount account = PoolAccount.of(row);
        return JsonObject.of(
                "Username",
                account.sub(),
                "Attributes",
                wanted(account.attributes(isConfirmed), attributes),
                "UserCreateDate",
                seconds(row.getOffsetDateTime("created_at")),
                "UserLastModifiedDate",
                seconds(row.getOffsetDateTime("updated_at")),
                "Enabled",
                true,
                "UserStatus",
                isConfirmed ? "CONFIRMED" : "UNCONFIRMED");
    }

    private static JsonArray wanted(JsonArray all, JsonArray names) {
        return names.isEmpty()
                ? all
                : all.stream()
                        .map(JsonObject.class::cast)
                        .filter(attribute -> names.contains(attribute.getString("Name")))
                        .collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
    }

    private static double seconds(OffsetDateTime time) {
        return time.toInstant().toEpochMilli() / 1000.0;
    }
}

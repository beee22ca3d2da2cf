package cruddur.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/// Parses answers of the server.
public final class Json {

    private Json() {}

    /// The objects of an array.
    public static List<Map<String, Object>> fields(String array) {
        return new JsonArray(array)
                .stream().map(JsonObject.class::cast).map(JsonObject::getMap).toList();
    }

    /// The uuids of an array of objects.
    public static List<String> uuids(String array) {
        return fields(array).stream().map(fields -> (String) fields.get("uuid")).toList();
    }

    /// The uuid of the answered activity.
    public static String uuid(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return new JsonObject(response.body()).getString("uuid");
    }

    /// An object of these names and values, in turn.
    public static String object(String... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return object.encode();
    }
}

package cruddur.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.List;
import java.util.Map;

/// Reads what the server answered.
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
}

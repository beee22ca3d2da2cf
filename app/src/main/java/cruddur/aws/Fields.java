package cruddur.aws;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;

/// The fields of a request or an answer, by the names in Amazon's documentation.
final class Fields {

    private Fields() {}

    /// All fields that are set, as maps, lists, numbers, booleans and text. Passwords are `****`.
    static Map<String, Object> of(SdkPojo pojo) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            if (isSet(value)) {
                fields.put(field.memberName(), shown(field.memberName(), value));
            }
        }
        return fields;
    }

    private static boolean isSet(@Nullable Object value) {
        return value != null && !(value instanceof SdkAutoConstructList<?>);
    }

    private static Object shown(String name, Object value) {
        return value instanceof String && name.endsWith("Password") ? "****" : plain(value);
    }

    private static Object plain(Object value) {
        return switch (value) {
            case SdkPojo pojo -> of(pojo);
            case List<?> list -> list.stream().map(Fields::plain).toList();
            case Instant time -> time.toString();
            default -> value;
        };
    }

    /// Fills in a request.
    static <B extends SdkPojo> B into(B builder, Map<String, Object> fields) {
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = fields.get(field.memberName());
            if (value != null) {
                field.set(builder, value);
            }
        }
        return builder;
    }
}

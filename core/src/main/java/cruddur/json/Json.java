package cruddur.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/// Reads strings from JSON, and writes flat objects.
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// Every string in a document, by its JSON pointer, for example `/request/userAttributes/sub`.
    ///
    /// @throws IOException if it is not JSON; its message may quote the document
    public static Map<String, String> strings(byte[] document) throws IOException {
        Map<String, String> strings = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(document)) {
            for (JsonToken next = parser.nextToken(); next != null; next = parser.nextToken()) {
                if (next == JsonToken.VALUE_STRING) {
                    strings.put(parser.getParsingContext().pathAsPointer().toString(), parser.getText());
                }
            }
        }
        return strings;
    }

    @FunctionalInterface
    public interface Fields {
        void write(JsonGenerator object) throws IOException;
    }

    /// A JSON object on one line.
    public static String object(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator object = FACTORY.createGenerator(text)) {
            object.writeStartObject();
            fields.write(object);
            object.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail", e);
        }
        return text.toString();
    }
}

package cruddur.cache;

import cruddur.http.Reply;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A document as bytes in a shared cache: the length of its head, the head, the body. The head is the media type and
/// the headers, a line each.
final class StoredDocument {

    private static final String COLON = ": ";

    private StoredDocument() {}

    static Buffer write(Reply.Document document) {
        StringBuilder head = new StringBuilder(document.type());
        document.headers()
                .forEach((name, value) ->
                        head.append('\n').append(name).append(COLON).append(value));
        byte[] bytes = head.toString().getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer().appendInt(bytes.length).appendBytes(bytes).appendBuffer(document.body());
    }

    /// Empty if these are not such bytes.
    static Optional<Reply.Document> read(Buffer stored) {
        int head = stored.length() < Integer.BYTES ? -1 : stored.getInt(0);
        if (head < 0 || head > stored.length() - Integer.BYTES) {
            return Optional.empty();
        }
        int end = Integer.BYTES + head;
        List<String> lines = stored.getString(Integer.BYTES, end).lines().toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Reply.Document(
                        lines.getFirst(),
                        Buffer.buffer(stored.getBytes(end, stored.length())),
                        headers(lines.subList(1, lines.size()))));
    }

    private static Map<String, String> headers(List<String> lines) {
        Map<String, String> headers = new HashMap<>();
        lines.stream()
                .map(line -> line.split(COLON, 2))
                .filter(header -> header.length == 2)
                .forEach(header -> headers.put(header[0], header[1]));
        return headers;
    }
}

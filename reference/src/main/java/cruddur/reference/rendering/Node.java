package cruddur.reference.rendering;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// A place in a YAML document. It follows `$ref` automatically.
///
/// @param root the whole document
/// @param value null if the document has no value at this place
record Node(Map<?, ?> root, @Nullable Object value) {

    static Node document(String yaml) {
        Object root = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return new Node((Map<?, ?>) root, root);
    }

    boolean isThere() {
        return value != null;
    }

    boolean is(Object expected) {
        return expected.equals(value);
    }

    /// The value of a key.
    Node at(String key) {
        return new Node(root, map().get(key)).followed();
    }

    private Node followed() {
        return reference().map(this::target).orElse(this);
    }

    private Node target(String reference) {
        Node node = new Node(root, root);
        for (String key : reference.substring("#/".length()).split("/", -1)) {
            node = new Node(root, node.map().get(key));
        }
        return node;
    }

    private Optional<String> reference() {
        return Optional.ofNullable(map().get("$ref")).map(String.class::cast);
    }

    /// The last part of the `$ref` under a key.
    Optional<String> nameAt(String key) {
        return new Node(root, map().get(key))
                .reference()
                .map(reference -> reference.substring(reference.lastIndexOf('/') + 1));
    }

    String text() {
        return value == null ? "" : value.toString();
    }

    Optional<Node> ifThere() {
        return Optional.of(this).filter(Node::isThere);
    }

    Stream<Node> items() {
        return value instanceof List<?> list
                ? list.stream().map(item -> new Node(root, item).followed())
                : Stream.empty();
    }

    <T> List<T> entries(BiFunction<String, Node, T> read) {
        return map().keySet().stream()
                .map(String::valueOf)
                .map(key -> read.apply(key, at(key)))
                .toList();
    }

    Map<?, ?> map() {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}

package bench;

import cruddur.operations.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// The requests that wrk sends, in turn.
///
/// @param lines in the format of `wrk.lua`
record Requests(List<String> lines) {

    static Requests get(String path) {
        return get(path, "");
    }

    static Requests get(String path, String header) {
        return get(List.of(path), header);
    }

    /// @param header of all of them, as in [#line]
    static Requests get(List<String> paths, String header) {
        return new Requests(
                paths.stream().map(path -> line("GET", path, header, "")).toList());
    }

    static Requests post(String path, String header, String body) {
        return new Requests(List.of(line("POST", path, header, body)));
    }

    /// @param header the whole line, such as `Cookie: a=b`; or empty
    static String line(String method, String path, String header, String body) {
        return String.join("\t", method, path, header, body);
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    /// These requests, repeated up to this number.
    Requests times(int count) {
        List<String> repeated = new ArrayList<>();
        while (repeated.size() < count) {
            repeated.addAll(lines.subList(0, Math.min(lines.size(), count - repeated.size())));
        }
        return new Requests(repeated);
    }

    Requests and(Requests others) {
        List<String> both = new ArrayList<>(lines);
        both.addAll(others.lines);
        return new Requests(both);
    }

    /// In a shuffled order that is always the same.
    Requests shuffled() {
        List<String> shuffled = new ArrayList<>(lines);
        Collections.shuffle(shuffled, new Random(1));
        return new Requests(shuffled);
    }

    Path writtenTo(Path file) {
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new OperationException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}

package dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The files that a server is made of. Styles and scripts are not among them, because the server reads
/// them at each request.
final class Sources {

    enum Kind {
        JAVA,
        TEMPLATE,
        /// Read by the server at its start: SQL and the API's document.
        DATA
    }

    private static final List<String> FOLDERS =
            List.of("core/src/main", "lambda/src/main", "app/src/main", "web", "db", "api");

    private final Path checkout;
    private Map<Path, FileTime> known = Map.of();

    Sources(Path checkout) {
        this.checkout = checkout;
    }

    /// The kinds of which files were changed, added or removed since the last call.
    Set<Kind> changed() {
        Map<Path, FileTime> now = times();
        Set<Path> all = new HashSet<>(known.keySet());
        all.addAll(now.keySet());
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Path file : all) {
            if (!Objects.equals(known.get(file), now.get(file))) {
                kinds.add(kind(file));
            }
        }
        known = now;
        return kinds;
    }

    private static Kind kind(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".java")) {
            return Kind.JAVA;
        }
        return name.endsWith(".jte") ? Kind.TEMPLATE : Kind.DATA;
    }

    private Map<Path, FileTime> times() {
        Map<Path, FileTime> times = new HashMap<>();
        for (String folder : FOLDERS) {
            try {
                Files.walkFileTree(checkout.resolve(folder), new Times(times));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return times;
    }

    /// Skips what an editor removes or replaces while this looks.
    private static final class Times extends SimpleFileVisitor<Path> {

        private final Map<Path, FileTime> times;

        Times(Map<Path, FileTime> times) {
            this.times = times;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (name.matches("[^.].*\\.(java|jte|sql|yaml)")) {
                times.put(file, attributes.lastModifiedTime());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}

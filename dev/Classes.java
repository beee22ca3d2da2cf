package dev;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateException;
import gg.jte.resolve.DirectoryCodeResolver;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// Compiles all modules into one folder, with the compiler in this process, which becomes faster with
/// each run. The checks of the build, like Error Prone, are left to it.
final class Classes {

    private static final List<String> MODULES =
            List.of("core/src/main/java", "lambda/src/main/java", "app/src/main/java");

    private final Path checkout;
    private final Path folder;
    private final Path generated;
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    Classes(Path checkout) {
        this.checkout = checkout;
        folder = checkout.resolve("app/target/dev/classes");
        generated = checkout.resolve("app/target/dev/templates");
    }

    /// Compiles the sources.
    ///
    /// @return the errors; empty if there are none
    Optional<String> compile(Set<Sources.Kind> changed) throws IOException {
        if (changed.contains(Sources.Kind.TEMPLATE)) {
            try {
                generate();
            } catch (TemplateException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
        // No class depends on a template, so templates can be compiled alone.
        boolean isAll = changed.contains(Sources.Kind.JAVA) || !Files.exists(folder);
        return compile(
                isAll
                        ? Stream.concat(MODULES.stream().map(checkout::resolve), Stream.of(generated))
                                .toList()
                        : List.of(generated),
                isAll);
    }

    private void generate() throws IOException {
        remove(generated);
        TemplateEngine engine = TemplateEngine.create(
                new DirectoryCodeResolver(checkout.resolve("web")),
                generated,
                ContentType.Html,
                null,
                "gg.jte.generated.precompiled");
        engine.setTrimControlStructures(true);
        engine.setHtmlCommentsPreserved(false);
        engine.generateAll();
    }

    private Optional<String> compile(List<Path> roots, boolean isAll) throws IOException {
        Path fresh = folder.resolveSibling("fresh");
        remove(fresh);
        Files.createDirectories(fresh);
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(fresh));
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, isAll ? libraries() : classPath());
            boolean isDone = compiler.getTask(
                            errors,
                            files,
                            null,
                            List.of("-nowarn", "-parameters", "-proc:none"),
                            null,
                            files.getJavaFileObjectsFromPaths(sources(roots)))
                    .call();
            if (!isDone) {
                return Optional.of(errors.toString());
            }
        }
        if (isAll) {
            remove(folder);
        }
        copy(fresh, folder);
        return Optional.empty();
    }

    private static List<Path> sources(List<Path> roots) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    /// The class path of a server.
    String path() throws IOException {
        return classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private List<Path> classPath() throws IOException {
        return Stream.concat(Stream.of(folder), libraries().stream()).toList();
    }

    /// What the build has put beside the jar, without the project's own modules, but for picocli.
    private List<Path> libraries() throws IOException {
        try (Stream<Path> jars = Files.list(checkout.resolve("app/target/lib"))) {
            return jars.filter(jar -> !jar.getFileName().toString().matches("cruddur-(core|lambda)-.*"))
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copied = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

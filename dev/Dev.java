package dev;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// `bin/dev`: runs `cruddur up` from the sources, and replaces it by a new one when they change.
///
/// The previous server answers while the sources are compiled, and requests wait during the second
/// in which the new one takes over its database. If the sources do not compile, the error is shown in
/// the terminal and in the browser until they do.
final class Dev {

    private static final int USUAL_PORT = 4567;
    private static final int POLL_MILLIS = 100;

    private final int port;
    private final Sources sources;
    private final Classes classes;
    private final Server server;
    private final Front front;

    private Dev(Path checkout, String[] arguments) throws IOException {
        port = Optional.ofNullable(System.getenv("PORT")).map(Integer::parseInt).orElse(USUAL_PORT);
        sources = new Sources(checkout);
        classes = new Classes(checkout);
        server = new Server(checkout, classes, port, arguments);
        front = new Front(port, server::port);
    }

    public static void main(String[] arguments) throws Exception {
        new Dev(Path.of(System.getProperty("cruddur.checkout")), arguments).run();
    }

    private void run() throws Exception {
        try {
            front.open();
        } catch (BindException _) {
            System.err.printf(
                    "Cruddur: Another program listens on port %d. Stop it, for example cruddur up, or set PORT to another one.%n",
                    port);
            System.exit(1);
        }
        sources.changed();
        refresh(EnumSet.allOf(Sources.Kind.class));
        while (true) {
            Thread.sleep(POLL_MILLIS);
            Set<Sources.Kind> changed = sources.changed();
            if (!changed.isEmpty()) {
                refresh(changed);
            } else if (server.hasEnded()) {
                System.exit(server.exitCode());
            }
        }
    }

    private void refresh(Set<Sources.Kind> changed) throws Exception {
        long begun = System.nanoTime();
        Optional<String> error =
                changed.equals(Set.of(Sources.Kind.DATA)) ? Optional.empty() : classes.compile(changed);
        if (error.isPresent()) {
            System.err.println(error.get());
            front.show(error.get());
            return;
        }
        front.hold();
        server.replace();
        front.pass();
        if (!server.hasEnded()) {
            System.err.printf("Cruddur: live after %.1f s%n", (System.nanoTime() - begun) / 1e9);
        }
    }
}

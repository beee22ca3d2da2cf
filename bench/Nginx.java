package bench;

import cruddur.operations.OperationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// nginx, which serves files.
record Nginx(URI address) {

    /// As many workers as the server has event loops. They stay connected, log no request and keep the files open, as
    /// an operator would configure it for speed.
    private static final String CONFIGURATION = """
            daemon off;
            worker_processes %1$d;
            pid %2$s/pid;
            error_log stderr;
            events { worker_connections 1024; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              keepalive_requests 100000000;
              open_file_cache max=16;
              client_body_temp_path %2$s/body;
              proxy_temp_path %2$s/proxy;
              fastcgi_temp_path %2$s/fastcgi;
              uwsgi_temp_path %2$s/uwsgi;
              scgi_temp_path %2$s/scgi;
              server { listen 127.0.0.1:%3$d; root %2$s/files; }
            }
            """;

    /// Starts it on a free port; it stops when this process ends.
    ///
    /// @param files by their paths, such as `/page.html`
    static Nginx serving(Path program, Map<String, byte[]> files) {
        try {
            Path folder = TemporaryFolder.create();
            // If root starts nginx, its workers are another user.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path root = Files.createDirectory(folder.resolve("files"));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(root.resolve(file.getKey().substring(1)), file.getValue());
            }
            int port = Program.freePort();
            Path configuration = Files.writeString(
                    folder.resolve("nginx.conf"), CONFIGURATION.formatted(Machine.eventLoops(), folder, port));
            List<String> words = List.of(program.toString(), "-p", folder.toString(), "-c", configuration.toString());
            Program.start(words, Map.of(), folder.resolve("log"), () -> Program.listensOn(port));
            return new Nginx(URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new OperationException("Cannot prepare nginx: " + e.getMessage(), e);
        }
    }
}

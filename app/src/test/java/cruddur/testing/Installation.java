package cruddur.testing;

import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A data folder and a port for repeated runs of `cruddur up`. Closing it kills processes that are
/// still running.
public final class Installation implements AutoCloseable {

    private static final int CLIENTS = 8;

    private final DataFolder folder;
    private final int port = Ports.free();
    private final List<CruddurProcess> started = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();

    /// Ada's token. It is valid for an hour, and on every server here, because they share the signing key.
    private String token = "";

    private Installation(DataFolder folder) {
        this.folder = folder;
    }

    /// A new one, without programs or data.
    public static Installation below(Path parent) {
        return new Installation(DataFolder.at(parent.resolve("a folder of cruds")));
    }

    /// Another one, with the programs of PostgreSQL, so that its first start need not unpack them.
    public static Installation withProgramsBelow(Path parent) {
        Installation installation = below(parent);
        Cluster.copyPrograms(installation.folder);
        return installation;
    }

    public DataFolder folder() {
        return folder;
    }

    Path home() {
        return folder.path();
    }

    public int port() {
        return port;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Sets these variables for all later commands.
    public Installation with(Map<String, String> environment) {
        settings.putAll(environment);
        return this;
    }

    /// The variables for its commands.
    public Map<String, String> settings() {
        Map<String, String> all = new HashMap<>(settings);
        all.put("CRUDDUR_HOME", home().toString());
        all.put("PORT", Integer.toString(port));
        return all;
    }

    /// Runs `cruddur up` without a terminal.
    public CruddurProcess up(String... options) {
        return run("up", options);
    }

    /// Runs `cruddur up`, and waits until it is ready.
    public CruddurProcess upAndReady(String... options) {
        CruddurProcess up = up(options);
        up.awaitReady();
        return up;
    }

    /// Runs another command.
    public CruddurProcess run(String command, String... arguments) {
        CruddurProcess process = CruddurProcess.start(this, command, arguments);
        started.add(process);
        return process;
    }

    /// Signs Ada in.
    public String signIn() {
        return pool().signIn("ada@example.com", folder.read("demo-password").orElseThrow());
    }

    /// The user pool of the running server.
    public BuiltInPool pool() {
        return BuiltInPool.at(address());
    }

    /// Several clients, signed in as Ada, that post one crud after another.
    public Load load() {
        if (token.isEmpty()) {
            token = signIn();
        }
        HttpRequest crud = HttpRequest.newBuilder(address().resolve("/api/activities"))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString("{\"message\":\"Is this for ever?\",\"ttl\":\"30-days\"}"))
                .build();
        return Load.of(CLIENTS, Duration.ZERO, () -> crud);
    }

    public PostgresProcesses postgres() {
        return new PostgresProcesses(home());
    }

    /// A connection to the database, which must be running.
    public Sql sql() {
        return new Sql(EmbeddedPostgres.url(folder, "cruddur"));
    }

    @Override
    public void close() {
        started.forEach(CruddurProcess::kill);
        started.clear();
        postgres().kill();
    }
}

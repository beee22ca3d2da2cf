package bench;

import cruddur.files.Bundled;
import cruddur.operations.DataFolder;
import cruddur.operations.Databases;
import cruddur.operations.EmbeddedPostgres;
import cruddur.operations.Mark;
import cruddur.operations.Migrations;
import cruddur.operations.OperationException;
import cruddur.operations.PostgresArchive;
import cruddur.operations.Progress;
import cruddur.sql.ConnectionUrl;

import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Map;

/// A PostgreSQL of the benchmark's own, with the settings of any installation. Its databases stay
/// filled from run to run.
///
/// @param lock on the folder; kept, because it is let go of once it is garbage
record Scratch(DataFolder folder, FileLock lock, EmbeddedPostgres postgres, Progress progress) {

    /// Starts it; it stops when this process ends.
    static Scratch start(DataFolder folder, Progress progress) {
        FileLock lock = folder.lock("bin/bench").orElseThrow(() -> isInUse(folder));
        EmbeddedPostgres postgres = EmbeddedPostgres.in(folder, PostgresArchive.bundled());
        Ending.alsoStop(postgres::stop);
        postgres.start(Map.of(), progress);
        return new Scratch(folder, lock, postgres, progress);
    }

    private static OperationException isInUse(DataFolder folder) {
        return new OperationException(
                "Another benchmark is running from "
                        + folder.path()
                        + ". Wait for its end, or name another folder with --data.");
    }

    /// A file of this run's, in the same folder.
    Path file(String name) {
        return folder.path().resolve(name);
    }

    ConnectionUrl url(World world) {
        return postgres.url(world.database());
    }

    Session session(World world) {
        return new Session(url(world));
    }

    /// The process that all others of this PostgreSQL are children of.
    long postmaster() {
        String pid =
                folder.read("data/postmaster.pid").orElseThrow().lines().findFirst().orElseThrow();
        return Long.parseLong(pid.strip());
    }

    String version() {
        return anywhere().text("show server_version");
    }

    /// Fills the world's database, unless an earlier run did so.
    void fill(World world) {
        String script = Bundled.text("bench/fill.sql");
        if (!isFilled(world, script)) {
            progress.step("filling a database with " + world);
            makeAnew(world);
            session(world).execute(script, world.settings(world.mark(script)));
        }
        // An earlier run may have been stopped while it wrote.
        takeBackWrites(world);
    }

    private boolean isFilled(World world, String script) {
        Databases database = new Databases(url(world));
        return database.exists()
                && new Migrations(database.url()).history().isComplete()
                && session(world)
                        .text("select coalesce(obj_description('public'::regnamespace), '')")
                        .equals(world.mark(script));
    }

    private void makeAnew(World world) {
        Databases database = new Databases(url(world));
        if (database.exists()) {
            database.drop();
        }
        database.create();
        database.load(Mark.DEV, false);
    }

    /// Makes the database again what it was before writing was measured, and leaves nothing to be
    /// tidied up while something else is.
    void takeBackWrites(World world) {
        session(world).execute(Bundled.text("bench/take_back_writes.sql"));
        session(world).execute("vacuum (analyze)");
        checkpoint();
    }

    /// The next one is due only after this; what is written right after it costs more than what is
    /// written later.
    void checkpoint() {
        anywhere().execute("checkpoint");
    }

    private Session anywhere() {
        return new Session(postgres.url("postgres"));
    }
}

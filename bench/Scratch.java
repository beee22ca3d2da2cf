package bench;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Mark;
import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import cruddur.embedded.PostgresArchive;
import cruddur.files.Bundled;
import cruddur.jdbc.Precondition;
import cruddur.migrations.Migrations;
import cruddur.operations.OperationException;
import cruddur.operations.Progress;
import cruddur.sql.ConnectionUrl;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Map;

/// A PostgreSQL of the benchmark's own, with the settings of any installation. Its databases stay
/// filled from run to run.
///
/// @param lock on the folder; kept, because the garbage collector would release it
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
        return new OperationException("Another benchmark is running from "
                + folder.path()
                + ". Wait for its end, or choose another folder with --data.");
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
        String pid = folder.read("data/postmaster.pid")
                .orElseThrow()
                .lines()
                .findFirst()
                .orElseThrow();
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
        DatabaseAdmin database = new DatabaseAdmin(url(world));
        return database.exists()
                && new Migrations(database.url()).history().isComplete()
                && session(world)
                        .text("select coalesce(obj_description('public'::regnamespace), '')")
                        .equals(world.mark(script));
    }

    private void makeAnew(World world) {
        DatabaseAdmin database = new DatabaseAdmin(url(world));
        if (database.exists()) {
            database.drop(Precondition.NONE);
        }
        database.create();
        database.load(Mark.DEV, false);
    }

    /// Restores the database to its state before the writes were measured, and vacuums it, so that no
    /// clean-up runs during a later measurement.
    void takeBackWrites(World world) {
        session(world).execute(Bundled.text("bench/take_back_writes.sql"));
        session(world).execute("vacuum (analyze)");
        checkpoint();
    }

    /// Runs a checkpoint now, so that the next one is not due soon. A write right after a checkpoint costs
    /// more than a later one.
    void checkpoint() {
        anywhere().execute("checkpoint");
    }

    private Session anywhere() {
        return new Session(postgres.url("postgres"));
    }
}

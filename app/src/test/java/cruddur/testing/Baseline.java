package cruddur.testing;

import cruddur.files.Bundled;
import cruddur.operations.Databases;
import cruddur.sql.ConnectionUrl;

/// The schema as it was before the first migration.
public final class Baseline {

    private Baseline() {}

    /// A new database with it, as psql loads it.
    public static ConnectionUrl in(Cluster cluster) {
        ConnectionUrl url = cluster.missing();
        new Databases(url).create();
        loadInto(new Sql(url));
        return url;
    }

    /// Replaces what a database has by it.
    public static void loadInto(Sql sql) {
        sql.run("drop table if exists public.schema_migrations, public.environment");
        sql.run(Bundled.text("db/baseline.sql"));
    }
}

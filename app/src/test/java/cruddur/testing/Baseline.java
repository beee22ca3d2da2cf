package cruddur.testing;

import cruddur.administration.DatabaseAdmin;
import cruddur.files.Bundled;
import cruddur.sql.ConnectionUrl;

/// The schema as it was before the first migration.
public final class Baseline {

    private Baseline() {}

    /// A new database with it, as psql loads it.
    public static ConnectionUrl in(Cluster cluster) {
        ConnectionUrl url = cluster.missing();
        new DatabaseAdmin(Sql.patient(url)).create();
        loadInto(new Sql(url));
        return url;
    }

    /// Replaces the content of a database by it.
    public static void loadInto(Sql sql) {
        sql.run(
                "drop table if exists public.schema_migrations, public.environment, public.pending_sign_ins,"
                        + " public.deleted_accounts, public.active_people, public.uncounted_people, public.session_groups, public.heartbeats, public.metric_writers, public.metrics,"
                        + " public.reports, public.reported_activities, public.blocks, public.messages, public.message_groups cascade");
        sql.run(Bundled.text("db/baseline.sql"));
    }

    /// Adds the seed world, without the conversations, for which this schema has no tables.
    public static void seed(Sql sql) {
        String seed = Bundled.text("db/seed.sql");
        sql.run(seed.substring(0, seed.indexOf("-- Conversations")));
    }
}

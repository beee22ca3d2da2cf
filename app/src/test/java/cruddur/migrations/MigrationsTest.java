package cruddur.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.files.Bundled;
import cruddur.jdbc.Precondition;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Baseline;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Checks that `db/schema.sql` and `db/migrations` give the same schema.
@ParameterizedClass
@EnumSource
class MigrationsTest {

    /// All parts of a schema, as PostgreSQL describes them.
    private static final String STRUCTURE = """
            with ours as (
              select oid, relname, relkind, reloptions from pg_class
              where relnamespace = 'public'::regnamespace)
            select concat_ws(' ', 'relation', relname, relkind, reloptions) from ours
            union all
            select concat_ws(' ', 'column', relname, rank() over (partition by relname order by attnum), attname,
              format_type(atttypid, atttypmod), attnotnull, attgenerated, pg_get_expr(adbin, adrelid))
            from ours
            join pg_attribute on attrelid = ours.oid and attnum > 0 and relkind in ('r', 'c') and not attisdropped
            left join pg_attrdef on adrelid = attrelid and adnum = attnum
            union all
            select concat_ws(' ', 'constraint', relname, conname, pg_get_constraintdef(pg_constraint.oid))
            from ours join pg_constraint on conrelid = ours.oid
            union all
            select pg_get_indexdef(indexrelid) from ours join pg_index on indrelid = ours.oid
            union all
            select concat_ws(' ', pg_get_triggerdef(pg_trigger.oid), tgenabled) from ours join pg_trigger on tgrelid = ours.oid
            where not tgisinternal
            union all
            select pg_get_functiondef(oid) from pg_proc
            where pronamespace = 'public'::regnamespace
              and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
            order by 1
            """;

    private final Cluster cluster;
    private final ConnectionUrl url;
    private final Sql sql;
    private final Migrations migrations;

    MigrationsTest(Cluster cluster) {
        this.cluster = cluster;
        this.url = Baseline.in(cluster);
        this.sql = new Sql(url);
        this.migrations = new Migrations(url);
    }

    @Test
    void a_migrated_database_is_as_one_that_was_made_of_the_schema() {
        Sql fresh = new Sql(cluster.empty());
        migrations.migrate(_ -> {});

        assertThat(sql.run(STRUCTURE)).isEqualTo(fresh.run(STRUCTURE)).hasSizeGreaterThan(100);
        assertThat(noted(sql)).isEqualTo(noted(fresh)).isNotEmpty();
    }

    @Test
    void a_schema_that_psql_loads_is_up_to_date() {
        new Sql(url).run(Bundled.text("db/schema.sql"));

        assertThat(migrations.history().isComplete()).isTrue();
        assertThat(migrations.migrate(_ -> {})).isEmpty();
    }

    @Test
    void rolled_back_it_is_as_it_was_and_can_be_migrated_again() {
        List<String> before = sql.run(STRUCTURE);
        int applied = migrations.migrate(_ -> {}).size();
        List<String> after = sql.run(STRUCTURE);
        for (int i = 0; i < applied; i++) {
            migrations.rollBack(migrations.newest(), Precondition.NONE, _ -> {});
        }
        assertThat(sql.run(STRUCTURE)).isEqualTo(before).isNotEqualTo(after);

        assertThat(migrations.migrate(_ -> {})).hasSize(applied);
        assertThat(sql.run(STRUCTURE)).isEqualTo(after);
    }

    @Test
    void what_people_wrote_stays() {
        Baseline.seed(sql);
        String written =
                "select md5(string_agg((to_jsonb(a) - '{words,segments}'::text[])::text, '' order by uuid)) from activities a";
        String before = sql.value(written);
        migrations.migrate(_ -> {});

        assertThat(sql.value(written)).isEqualTo(before);
    }

    @Test
    void words_are_found_anew_and_what_is_blank_by_now_gets_something_to_show() {
        String ada = sql.person("ada");
        sql.run(
                "insert into activities (user_uuid, message) values (?::uuid, '“word”'), (?::uuid, e'\\u2800')",
                ada,
                ada);
        sql.run("update users set display_name = e'\\u3164'");
        migrations.migrate(_ -> {});

        assertThat(sql.run("select message from activities where words @@ 'word'"))
                .containsExactly("“word”");
        assertThat(sql.run("select message from activities where message <> '“word”'"))
                .containsExactly("…");
        assertThat(sql.value("select display_name from users")).isEqualTo("ada");

        migrations.rollBack(migrations.newest(), Precondition.NONE, _ -> {});
        assertThat(sql.run("select uuid from activities where words @@ search_query('“word”')"))
                .hasSize(1);
    }

    private static List<String> noted(Sql sql) {
        return sql.run("select concat_ws(' ', version, name, checksum) from schema_migrations order by version");
    }
}

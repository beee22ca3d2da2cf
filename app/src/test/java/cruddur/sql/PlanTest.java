package cruddur.sql;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What PostgreSQL does for the hot queries, in a database of a size where it matters.
@ParameterizedClass
@EnumSource
class PlanTest {

    private static final String FILL =
            """
            insert into users (display_name, handle, email, cognito_user_id)
            select 'p', 'p' || i, 'p', i from generate_series(1, 500) i;
            alter table activities disable trigger user;
            insert into activities (user_uuid, message, created_at, expires_at)
            select (array(select uuid from users))[1 + i % 500], 'm', at, at + interval '1 day' * (1 + i % 2)
            from generate_series(1, 20000) i, lateral (select now() - i * interval '10 seconds' as at) x;
            insert into activities (user_uuid, message, reply_to_activity_uuid)
            select user_uuid, 'r', uuid from activities;
            insert into likes (user_uuid, activity_uuid)
            select (array(select uuid from users limit 3))[1 + random() * 2], uuid from activities;
            insert into reposts select * from likes;
            alter table activities enable trigger user;
            """;

    private static final Map<Cluster, Sql> FILLED = new ConcurrentHashMap<>();

    private final Sql sql;
    private final String reader;

    PlanTest(Cluster cluster) {
        sql = FILLED.computeIfAbsent(cluster, PlanTest::filled);
        reader = sql.value("select user_uuid from likes limit 1");
    }

    @Test
    void a_strangers_feed_walks_down_its_index_and_reads_no_more_than_it_shows()
            throws SQLException {
        assertThat(plan("activities/home", "null, '2100-01-01', '" + reader + "', 20"))
                .contains("Index Scan using activities_home_idx", "COALESCE")
                .doesNotContain("Seq Scan", "Function Scan", "Sort", "Hash");
    }

    @Test
    void a_readers_feed_looks_up_each_like_by_its_key() throws SQLException {
        assertThat(plan("activities/home", "'" + reader + "', '2100-01-01', '" + reader + "', 20"))
                .contains("activities_home_idx", "likes_pkey")
                .doesNotContain("likes_user_idx", "Seq Scan on likes", "Function Scan", "Sort");
    }

    @Test
    void a_thread_is_found_by_key_and_its_replies_by_their_index() throws SQLException {
        assertThat(
                        plan(
                                "activities/thread",
                                "20, '"
                                        + reader
                                        + "', '1970-01-01', '"
                                        + reader
                                        + "', '"
                                        + reader
                                        + "', null"))
                .contains("activities_pkey", "activities_replies_idx")
                .doesNotContain("Seq Scan on activities", "Function Scan");
    }

    @Test
    void a_person_is_found_by_the_pools_id() throws SQLException {
        assertThat(plan("people/by_cognito_user_id", "'1'")).contains("cognito_user_id_taken");
    }

    private String plan(String query, String values) throws SQLException {
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = force_generic_plan");
            statement.execute("prepare q as " + Query.load(query).sql());
            ResultSet lines =
                    statement.executeQuery("explain (costs off) execute q(" + values + ")");
            StringBuilder plan = new StringBuilder();
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
            return plan.toString();
        }
    }

    private static Sql filled(Cluster cluster) {
        Sql sql = new Sql(cluster.empty());
        sql.run(FILL);
        sql.run("vacuum analyze");
        return sql;
    }
}

package cruddur.database;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// PostgreSQL's plans for the frequent queries, in a database that is large enough to matter.
@ParameterizedClass
@EnumSource
class PlanTest {

    /// `-Dcruddur.cruds=1000000` fills in a million, which takes some minutes.
    private static final int CRUDS = Integer.getInteger("cruddur.cruds", 20_000);

    private static final String FILL = """
            set session_replication_role = replica;
            insert into users (display_name, handle, email, cognito_user_id)
            select 'p', 'p' || i, 'p', i from generate_series(1, 500) i;
            insert into activities (user_uuid, message, created_at, expires_at)
            select (array(select uuid from users))[1 + mod(i, 500)], 'm #' || mod(i, 100), at, at + interval '1 day' * (1 + mod(i, 2))
            from generate_series(1, %1$d) i, lateral (select now() - i * interval '172800 seconds' / %1$d as at) x;
            insert into activities (user_uuid, message, reply_to_activity_uuid)
            select user_uuid, 'r', uuid from activities;
            insert into likes (user_uuid, activity_uuid)
            select (array(select uuid from users limit 3))[1 + random() * 2], uuid from activities;
            insert into reposts select * from likes;
            insert into notifications (user_uuid, kind, activity_uuid, actor_uuid)
            select activity.user_uuid, 'like', activity.uuid, likes.user_uuid
            from likes join activities activity on activity.uuid = likes.activity_uuid;
            insert into local_cognito.accounts (email, name, preferred_username, password_hash)
            select 'p' || i || '@example.com', 'p', 'p', '' from generate_series(1, 2000) i;
            insert into local_cognito.codes (name_digest, purpose, code, expires_at)
            select local_cognito.digest(email), 'reset', '', now() from local_cognito.accounts;
            insert into local_cognito.sign_ins
            select local_cognito.digest(email), '', 1, now() from local_cognito.accounts;
            insert into local_cognito.budgets
            select local_cognito.digest(email), 1, now() from local_cognito.accounts;
            insert into local_cognito.known_clients
            select sub, local_cognito.digest(email) from local_cognito.accounts;
            insert into local_cognito.mails (sub, kind)
            select sub, 'reset' from local_cognito.accounts;
            insert into local_cognito.refresh_tokens (token_digest, origin_jti, sub, expires_at)
            select local_cognito.digest(email), gen_random_uuid(), sub, now() from local_cognito.accounts;
            insert into message_groups (first_uuid, second_uuid, expires_at)
            select one.uuid, other.uuid, now() + interval '1 day'
            from (select uuid from users order by uuid limit 3) one join users other on one.uuid < other.uuid;
            insert into messages (message_group_uuid, user_uuid, message, expires_at)
            select uuid, first_uuid, 'm', expires_at from message_groups, generate_series(1, 3);
            insert into blocks (user_uuid, blocked_uuid)
            select second_uuid, first_uuid from message_groups where mod(('x' || left(uuid::text, 7))::bit(28)::int, 10) = 0;
            insert into idempotency_keys (user_uuid, idempotency_key, request_digest, activity_uuid)
            select user_uuid, uuid::text, '', uuid from activities;
            """.formatted(CRUDS);

    private static final Map<Cluster, Sql> FILLED = new ConcurrentHashMap<>();

    private final Sql sql;
    private final String reader;

    PlanTest(Cluster cluster) {
        sql = FILLED.computeIfAbsent(cluster, PlanTest::filled);
        reader = sql.value("select user_uuid from likes limit 1");
    }

    @Test
    void a_strangers_feed_walks_down_its_index_and_reads_no_more_than_it_shows() throws SQLException {
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
        assertThat(plan("activities/one", "'" + reader + "', '" + reader + "', null"))
                .contains("activities_pkey")
                .doesNotContain("Seq Scan on activities", "Function Scan");
        assertThat(plan("activities/above", "'" + reader + "', '" + reader + "'"))
                .contains("activities_pkey")
                .doesNotContain("Seq Scan on activities", "Function Scan");
        assertThat(plan("activities/replies", "'" + reader + "', '" + reader + "', '1970-01-01', '" + reader + "', 20"))
                .contains("activities_replies_idx")
                .doesNotContain("Seq Scan on activities", "Function Scan", "Sort");
    }

    @Test
    void a_search_asks_one_index_for_words_and_periods_and_nothing_else() throws SQLException {
        String values = "'m', '2100-01-01', null, '" + reader + "', 20";

        // The query is run, because PostgreSQL 13 otherwise does not show the plan of a recursion.
        assertThat(explained("explain (analyze, costs off)", "activities/search", values))
                .containsPattern("activities_search_idx .*\n +Index Cond: \\(\\(words @@ .* && ")
                .containsPattern("activities_search_idx .*\n +Index Cond: \\(words @@ [^&]*\n")
                .doesNotContain("BitmapAnd");
    }

    @Test
    void a_profile_counts_and_shows_by_one_index() throws SQLException {
        assertThat(plan("people/profile")).contains("handle_taken", "Index Only Scan using activities_user_idx");
        assertThat(plan("people/cruds"))
                .contains("handle_taken", "Index Scan using activities_user_idx")
                .doesNotContain("Sort");
    }

    @Test
    void notifications_come_down_their_index() throws SQLException {
        assertThat(plan("notifications/newest"))
                .contains("notifications_user_idx", "activities_pkey")
                .doesNotContain("Sort");
    }

    @Test
    void the_purge_finds_what_expired_first() throws SQLException {
        assertThat(plan("activities/purge")).contains("activities_expires_at_idx", "activities_pkey");
    }

    @ParameterizedTest
    @MethodSource("cruddur.database.QueryFilesTest#queries")
    void no_query_reads_a_whole_table(Query query) throws SQLException {
        String plan = plan(query.name());

        assertThat(plan)
                .doesNotContain(
                        "Seq Scan on activities",
                        "Seq Scan on likes",
                        "Seq Scan on reposts",
                        "Seq Scan on notifications",
                        "Seq Scan on idempotency_keys",
                        "Seq Scan on users",
                        "Seq Scan on message_groups",
                        "Seq Scan on messages",
                        "Seq Scan on blocks",
                        "Seq Scan on reports",
                        "Seq Scan on accounts",
                        "Seq Scan on codes",
                        "Seq Scan on sign_ins",
                        "Seq Scan on budgets",
                        "Seq Scan on known_clients",
                        "Seq Scan on mails",
                        "Seq Scan on refresh_tokens",
                        "Hash Join",
                        "Merge Join");
    }

    @Test
    void a_person_is_found_by_the_pools_id() throws SQLException {
        assertThat(plan("people/by_cognito_user_id", "'1'")).contains("cognito_user_id_taken");
    }

    /// The generic plan, which the server's sessions use.
    private String plan(String query) throws SQLException {
        int values = Query.load(query).parameters().size();
        return plan(query, String.join(", ", Collections.nCopies(values, "null")));
    }

    private String plan(String query, String values) throws SQLException {
        return explained("explain (costs off)", query, values);
    }

    private String explained(String explain, String query, String values) throws SQLException {
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "prepare begin as " + Query.load("connections/begin").sql());
            statement.execute("execute begin('1min', 'off')");
            statement.execute("prepare q as " + Query.load(query).sql());
            String execute = values.isEmpty() ? "execute q" : "execute q(" + values + ")";
            ResultSet lines = statement.executeQuery(explain + " " + execute);
            StringBuilder plan = new StringBuilder();
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
            return plan.toString();
        }
    }

    private static Sql filled(Cluster cluster) {
        ConnectionUrl database = cluster.empty();
        BuiltInPool.loadInto(database);
        Sql sql = new Sql(database);
        sql.run(FILL);
        sql.run("vacuum analyze");
        return sql;
    }
}

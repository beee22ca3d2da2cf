package cruddur.model;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Sql;

/// The redundant data of the database, which must agree.
final class Counters {

    private static final String MISCOUNTED = """
            select uuid from activities a
            where replies_count <> (select count(*) from activities r where r.reply_to_activity_uuid = a.uuid)
              or likes_count <> (select count(*) from likes l where l.activity_uuid = a.uuid)
              or reposts_count <> (select count(*) from reposts r where r.activity_uuid = a.uuid)
            """;

    private static final String MISNOTIFIED = """
            with due as (
              select a.user_uuid, 'like' as kind, a.uuid, l.user_uuid as actor
              from likes l join activities a on a.uuid = l.activity_uuid
              union all
              select a.user_uuid, 'repost', a.uuid, r.user_uuid
              from reposts r join activities a on a.uuid = r.activity_uuid
              union all
              select a.user_uuid, 'reply', r.uuid, r.user_uuid
              from activities r join activities a on a.uuid = r.reply_to_activity_uuid
            ), notified as (
              select user_uuid, kind, activity_uuid, actor_uuid from notifications where kind <> 'mention'
            ), others as (
              select * from due where user_uuid <> actor
            )
            (table others except table notified) union all (table notified except table others)
            """;

    private Counters() {}

    /// Checks that every counter is right.
    static void checkCounts(Sql sql) {
        assertThat(sql.run(MISCOUNTED)).as("miscounted").isEmpty();
    }

    /// Checks that every counter is right, and that every notification of another person's action exists.
    static void check(Sql sql) {
        checkCounts(sql);
        assertThat(sql.run(MISNOTIFIED)).as("notified too much or too little").isEmpty();
    }
}

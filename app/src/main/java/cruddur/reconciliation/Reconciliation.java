package cruddur.reconciliation;

import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Precondition;
import cruddur.jdbc.Rows;
import cruddur.operations.UnreachableException;
import cruddur.sql.BoundQuery;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Compares the database's people with the user pool's, and adds missing rows. Blocks.
public final class Reconciliation {

    private static final Query COMPARE = Query.load("people/compare_with_pool");
    private static final Query COMPARE_AS_JSON =
            COMPARE.inside("select coalesce(json_agg(member), '[]')::text from (", ") as member");
    private static final Query CREATE = Query.load("people/create_from_signup");

    private final Jdbc database;

    public Reconciliation(ConnectionUrl url) {
        this.database = new Jdbc(url);
    }

    /// The people of both; those whose row is missing last.
    public List<Member> compare(List<PoolUser> pool) {
        return database.run(connection -> rows(connection, COMPARE, pool, Reconciliation::member));
    }

    /// The same as a JSON array.
    public String compareAsJson(List<PoolUser> pool) {
        return database.run(connection -> rows(connection, COMPARE_AS_JSON, pool, row -> row.getString(1)))
                .getFirst();
    }

    /// Receives the result for each person before the next one.
    public interface Witness {

        /// The person has a row now.
        ///
        /// @param handle in the new row
        void admitted(Member member, String handle);

        /// The person has no row, because the database refuses it.
        void refused(Member member, String why);
    }

    /// Adds the missing rows, one after the other, as a sign-up does. A row that was added meanwhile
    /// stays.
    ///
    /// @throws UnreachableException if PostgreSQL stops answering; the remaining people are skipped
    public void admit(List<Member> missing, Precondition precondition, Witness witness) {
        database.run(connection -> {
            precondition.require(connection);
            for (Member member : missing) {
                admit(connection, member, witness);
            }
            return true;
        });
    }

    private static void admit(Connection connection, Member member, Witness witness) throws SQLException {
        try {
            witness.admitted(member, handleOf(connection, member));
        } catch (SQLException e) {
            if (Jdbc.isAboutTheConnection(e)) {
                throw e;
            }
            witness.refused(member, String.valueOf(e.getMessage()));
        }
    }

    private static String handleOf(Connection connection, Member member) throws SQLException {
        BoundQuery create = CREATE.with("cognito_user_id", member.cognitoUserId())
                .with("display_name", member.displayName())
                .with("email", member.email())
                .with("handle", member.wantedHandle());
        return Rows.of(connection, create, row -> row.getString("handle")).getFirst();
    }

    private static <T> List<T> rows(Connection connection, Query query, List<PoolUser> pool, Rows.Reading<T> reading)
            throws SQLException {
        BoundQuery bound = query.with("subs", column(connection, "text", pool, PoolUser::sub))
                .with(
                        "display_names",
                        column(
                                connection,
                                "text",
                                pool,
                                user -> user.displayName().orElse(null)))
                .with(
                        "emails",
                        column(connection, "text", pool, user -> user.email().orElse(null)))
                .with(
                        "wanted_handles",
                        column(connection, "text", pool, user -> user.handle().orElse(null)))
                .with("statuses", column(connection, "text", pool, PoolUser::status))
                .with("enabled", column(connection, "boolean", pool, PoolUser::enabled));
        return Rows.of(connection, bound, reading);
    }

    private static Array column(
            Connection connection, String type, List<PoolUser> pool, Function<PoolUser, @Nullable Object> value)
            throws SQLException {
        return connection.createArrayOf(type, pool.stream().map(value).toArray());
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getString("cognito_user_id"),
                text(row, "handle"),
                text(row, "wanted_handle"),
                text(row, "display_name"),
                text(row, "email"),
                text(row, "status"),
                row.getBoolean("enabled") || row.wasNull(),
                Member.Standing.valueOf(row.getString("standing").toUpperCase(Locale.ROOT)));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}

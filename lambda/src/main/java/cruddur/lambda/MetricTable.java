package cruddur.lambda;

import cruddur.lambda.MetricRecord.Image;
import cruddur.sql.LoginException;
import cruddur.sql.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The table `metrics`, which takes over newer states of counters and ignores all others.
record MetricTable(KeptConnection database) {

    private static final String PUT = Query.load("metrics/put").jdbc();

    /// The result of a batch.
    ///
    /// @param written the records that were written, or were no news
    /// @param failed the first record that cannot be written; those before it are
    /// @param sqlState why it failed
    record Applied(int written, Optional<MetricRecord> failed, String sqlState) {}

    /// A record that PostgreSQL refuses.
    private static final class RefusedRecord extends SQLException {

        private final int index;

        RefusedRecord(int index, SQLException cause) {
            super(cause.getSQLState(), cause.getSQLState());
            this.index = index;
        }
    }

    void prepare() {
        database.prepare();
    }

    /// Writes the records in one transaction.
    ///
    /// @throws SQLException if the database is not available; nothing, or everything, was written then
    Applied apply(List<MetricRecord> records) throws SQLException, LoginException {
        try {
            database.run(connection -> write(connection, records));
            return new Applied(records.size(), Optional.empty(), "");
        } catch (RefusedRecord refused) {
            return applyBefore(refused, records);
        }
    }

    /// The transaction of the whole batch was rolled back; the part before the refused record is written in
    /// another one.
    private Applied applyBefore(RefusedRecord refused, List<MetricRecord> records) throws SQLException, LoginException {
        List<MetricRecord> before = records.subList(0, refused.index);
        database.run(connection -> write(connection, before));
        return new Applied(before.size(), Optional.of(records.get(refused.index)), refused.getSQLState());
    }

    private static int write(Connection connection, List<MetricRecord> records) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement put = connection.prepareStatement(PUT)) {
            for (int i = 0; i < records.size(); i++) {
                put(put, records.get(i), i);
            }
            connection.commit();
            return records.size();
        } catch (SQLException e) {
            rollBack(connection);
            throw e;
        }
    }

    private static void put(PreparedStatement put, MetricRecord metric, int index) throws SQLException {
        if (metric.image().isEmpty()) {
            return;
        }
        Image image = metric.image().get();
        put.setString(1, image.metric());
        put.setString(2, image.day());
        put.setString(3, image.value());
        put.setString(4, image.version());
        try {
            put.executeUpdate();
        } catch (SQLException e) {
            throw isAboutTheValues(e) ? new RefusedRecord(index, e) : e;
        }
    }

    /// Class 22 is data that cannot be parsed, class 23 a broken rule of the table. All else may pass, or concerns all
    /// records alike.
    private static boolean isAboutTheValues(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("23");
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException _) {
            // The connection is gone, and its transaction with it.
        }
    }
}

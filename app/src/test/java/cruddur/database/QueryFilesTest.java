package cruddur.database;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueryFilesTest {

    private static final Path QUERIES = Path.of("../db/queries");

    @ParameterizedTest
    @EnumSource
    void every_query_can_be_prepared_on_a_fresh_schema(Cluster cluster) throws SQLException, IOException {
        List<Query> queries = queries();
        assertThat(queries).isNotEmpty();

        ConnectionUrl database = cluster.empty();
        BuiltInPool.loadInto(database);
        try (Connection connection = new Sql(database).connect();
                Statement statement = connection.createStatement()) {
            for (Query query : queries) {
                assertThat(query.text()).matches("(?s)-- (page|object|array|rows|write): \\p{Lu}.*");
                statement.execute("prepare test as " + Statements.of(query).sql());
                statement.execute("deallocate test");
            }
        }
    }

    static List<Query> queries() throws IOException {
        try (Stream<Path> files = Files.walk(QUERIES)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .map(file -> QUERIES.relativize(file).toString().replace(".sql", ""))
                    .map(Query::load)
                    .toList();
        }
    }
}

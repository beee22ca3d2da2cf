package cruddur.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.files.Bundled;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Sql;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Of the supported versions, only the newest has such locales everywhere.
class LocaleTest {

    @Test
    void a_database_that_takes_one_letter_for_two_is_refused() {
        ConnectionUrl database = Cluster.NEWEST.missing();
        new Sql(database.withDatabase("postgres"))
                .run("create database \""
                        + database.database()
                        + "\" template template0 locale_provider icu icu_locale 'tr' locale 'C'");

        assertThatThrownBy(() -> new Sql(database).run(Bundled.text("db/schema.sql")))
                .hasMessageContaining("takes I and i for two letters");
    }

    @Test
    void a_database_in_another_encoding_than_utf8_is_refused() {
        ConnectionUrl database = Cluster.NEWEST.missing();
        new Sql(database.withDatabase("postgres"))
                .run("create database \""
                        + database.database()
                        + "\" template template0 encoding 'LATIN1' locale_provider libc locale 'C'");

        assertThatThrownBy(() -> new Sql(database).run(Bundled.text("db/schema.sql")))
                .hasMessageContaining("is not UTF8");
    }

    /// Java's names of time zones that PostgreSQL may not know.
    @ParameterizedTest
    @ValueSource(strings = {"IST", "Asia/Calcutta", "EST5EDT"})
    void the_zone_of_the_operator_does_not_matter(String zone) {
        Map<String, String> environment =
                Map.of("TZ", zone, "CONNECTION_URL", Cluster.OLDEST.empty().reveal());

        CommandResult ran = CommandResult.process(environment, "db", "status");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
    }
}

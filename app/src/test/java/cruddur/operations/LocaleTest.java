package cruddur.operations;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.files.Bundled;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;

import org.junit.jupiter.api.Test;

/// Of the supported versions, the newest alone has such locales everywhere.
class LocaleTest {

    @Test
    void a_database_that_takes_one_letter_for_two_is_refused() {
        ConnectionUrl database = Cluster.NEWEST.missing();
        new Sql(database.withDatabase("postgres"))
                .run(
                        "create database \""
                                + database.database()
                                + "\" template template0 locale_provider icu icu_locale 'tr' locale 'C'");

        assertThatThrownBy(() -> new Sql(database).run(Bundled.text("db/schema.sql")))
                .hasMessageContaining("takes I and i for two letters");
    }
}

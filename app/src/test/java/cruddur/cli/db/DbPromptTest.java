package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Mark;
import cruddur.administration.UnchangedMark;
import cruddur.jdbc.Precondition;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Prompt;
import cruddur.testing.Sql;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Changes of a database while a command waits for an answer.
class DbPromptTest {

    private final ConnectionUrl url = Cluster.NEWEST.seeded();

    private final Map<String, String> environment = Map.of("CONNECTION_URL", url.reveal());

    @Test
    void a_question_that_is_answered_yes_is_acted_on() {
        try (Prompt prompt = Prompt.cruddur(environment, "db", "drop")) {
            prompt.await("Type yes to confirm");

            assertThat(prompt.answer("yes")).isZero();
            assertThat(new DatabaseAdmin(url).exists()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "schema-load", "setup", "rollback"})
    void a_database_that_became_production_meanwhile_is_left_alone(String verb) {
        try (Prompt prompt = Prompt.cruddur(environment, "db", verb)) {
            prompt.await("Type yes to confirm");
            new Sql(url).run("update environment set mark = 'prod'");

            assertThat(prompt.answer("yes")).as(prompt.shown()).isEqualTo(1);
            assertThat(prompt.shown())
                    .contains("Nothing was changed: the database was marked prod while this command waited.");
        }
        assertThat(new Sql(url).value("select count(*) from users")).isEqualTo("13");
        assertThat(CommandResult.cruddur(Map.of("PROD_CONNECTION_URL", url.reveal()), "db", "status", "prod")
                        .exitCode())
                .isZero();
    }

    @Test
    void production_that_became_another_targets_meanwhile_is_left_alone() {
        new Sql(url).run("update environment set mark = 'prod'");
        Map<String, String> production = Map.of("PROD_CONNECTION_URL", url.reveal());
        try (Prompt prompt = Prompt.cruddur(production, "db", "seed", "prod")) {
            prompt.await("Type the name");
            new Sql(url).run("delete from environment");

            assertThat(prompt.answer(url.database())).isEqualTo(1);
            assertThat(prompt.shown())
                    .contains("the database was marked as neither dev nor prod while this command waited");
        }
    }

    @Test
    void a_drop_that_fails_leaves_a_database_that_accepts_sessions() throws Exception {
        DatabaseAdmin database = new DatabaseAdmin(url);
        try (var _ = new Sql(url).connect()) {
            assertThatThrownBy(() -> database.drop(Precondition.NONE))
                    .hasMessageContaining("being accessed by other users");
        }
        assertThatThrownBy(() -> database.drop(new UnchangedMark(Optional.of(Mark.PROD))))
                .hasMessageContaining("marked dev while");

        assertThat(database.mark()).contains(Mark.DEV);
    }
}

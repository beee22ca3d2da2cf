package cruddur;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// The allowed dependencies between packages. docs/architecture.md describes the packages.
@AnalyzeClasses(
        packages = "cruddur",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WhatIsShipped.class})
class ArchitectureTest {

    /// Without the program that runs the functions locally.
    static final class WhatIsShipped implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("/cruddur/lambda/local/");
        }
    }

    private static final String[] FEATURES = {
        "cruddur.feeds..",
        "cruddur.accounts..",
        "cruddur.activities..",
        "cruddur.conversations..",
        "cruddur.expiry..",
        "cruddur.growth..",
        "cruddur.health..",
        "cruddur.identity..",
        "cruddur.live..",
        "cruddur.localcognito..",
        "cruddur.moderation..",
        "cruddur.notifications..",
        "cruddur.pages..",
        "cruddur.people..",
        "cruddur.reactions..",
        "cruddur.reference..",
        "cruddur.userpool.."
    };

    @ArchTest
    static final ArchRule http_and_sql_know_no_feature = noClasses()
            .that()
            .resideInAnyPackage(
                    "cruddur.http..",
                    "cruddur.database..",
                    "cruddur.redis..",
                    "cruddur.sql..",
                    "cruddur.files..",
                    "cruddur.threads..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FEATURES);

    @ArchTest
    static final ArchRule http_knows_no_database = noClasses()
            .that()
            .resideInAPackage("cruddur.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "cruddur.database..", "cruddur.sql..", "io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..");

    /// It serves `identity` and `accounts`, and must not need either.
    @ArchTest
    static final ArchRule the_client_of_the_user_pool_knows_only_how_to_refuse = classes()
            .that()
            .resideInAPackage("cruddur.userpool..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "cruddur.userpool..", "cruddur.http..", "io.vertx.core..", "org.jspecify..");

    @ArchTest
    static final ArchRule threads_know_only_vertx = classes()
            .that()
            .resideInAPackage("cruddur.threads..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "cruddur.threads..", "io.vertx.core..", "org.jspecify..");

    /// Ages, limits and pauses are time spans, which the setting of a clock must not change.
    @ArchTest
    static final ArchRule time_spans_are_counted_by_the_monotonic_clock = noClasses()
            .that()
            .resideInAnyPackage(
                    "cruddur.breaker..",
                    "cruddur.cache..",
                    "cruddur.database..",
                    "cruddur.http..",
                    "cruddur.live..",
                    "cruddur.redis..")
            .and()
            .doNotHaveSimpleName("HttpDate")
            .and()
            .doNotHaveSimpleName("Shares")
            .and()
            .doNotHaveSimpleName("Clocks")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(InstantSource.class, Clock.class);

    /// The clock of the machine may be set while the server runs.
    @ArchTest
    static final ArchRule features_ask_the_clocks_of_the_server = noClasses()
            .that()
            .resideInAnyPackage("cruddur.identity..", "cruddur.localcognito..", "cruddur.pages..")
            .and()
            .doNotHaveSimpleName("Letter")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now", ZoneId.class)
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule features_know_neither_operators_nor_drivers = noClasses()
            .that()
            .resideInAnyPackage(FEATURES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "cruddur.cli..",
                    "cruddur.aws..",
                    "cruddur.administration..",
                    "cruddur.embedded..",
                    "cruddur.jdbc..",
                    "cruddur.migrations..",
                    "cruddur.operations..",
                    "cruddur.reconciliation..",
                    "java.sql..",
                    "io.vertx.pgclient..");

    /// It is deployed without the server.
    @ArchTest
    static final ArchRule the_function_knows_core_alone = classes()
            .that()
            .resideInAPackage("cruddur.lambda")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "cruddur.json..",
                    "cruddur.lambda..",
                    "cruddur.secrets..",
                    "cruddur.settings..",
                    "cruddur.sql..",
                    "com.amazonaws.services.lambda.runtime..",
                    "com.fasterxml.jackson.core..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule the_command_line_speaks_no_sql = noClasses()
            .that()
            .resideInAPackage("cruddur.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "io.vertx.sqlclient..", "io.vertx.pgclient..");

    @ArchTest
    static final ArchRule operations_have_no_terminal = noClasses()
            .that()
            .resideInAnyPackage(
                    "cruddur.aws..",
                    "cruddur.administration..",
                    "cruddur.embedded..",
                    "cruddur.jdbc..",
                    "cruddur.migrations..",
                    "cruddur.operations..",
                    "cruddur.reconciliation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("cruddur.cli..", "picocli..", "io.vertx..");

    @ArchTest
    static final ArchRule amazons_client_is_loaded_for_those_who_ask_for_it = noClasses()
            .that()
            .resideOutsideOfPackage("cruddur.aws..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule nobody_writes_to_the_terminal_but_the_command_line = noClasses()
            .that()
            .resideOutsideOfPackage("cruddur.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule only_main_ends_the_process =
            noClasses().that().doNotHaveSimpleName("Main").should().callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule packages_do_not_go_in_circles =
            slices().matching("cruddur.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_activity_is_parsed = noClasses()
            .that()
            .resideInAnyPackage(
                    "cruddur.activities..", "cruddur.database..", "cruddur.live..", "cruddur.sql..", "cruddur.pages..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.json..", "com.fasterxml..", "com.nimbusds.jose.util..");

    @ArchTest
    static void every_package_has_a_contract(JavaClasses classes) {
        assertThat(classes.getDefaultPackage().getSubpackages().stream()
                        .flatMap(top -> Stream.concat(Stream.of(top), top.getSubpackagesInTree().stream()))
                        .filter(each -> !each.getClasses().isEmpty())
                        .filter(each -> each.getName().startsWith("cruddur")))
                .isNotEmpty()
                .allMatch(each -> each.isAnnotatedWith(NullMarked.class), "is @NullMarked in its package-info.java");
    }
}

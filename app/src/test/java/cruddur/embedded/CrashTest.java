package cruddur.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.CruddurProcess;
import cruddur.testing.Installation;
import cruddur.testing.Load;
import cruddur.testing.Load.Exchange;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The system property `cruddur.crashes` sets the number of crashes of each kind. The long run is
/// `bin/test -Dcruddur.crashes=20 -Dtest=CrashTest`.
class CrashTest {

    private static final int CRASHES = Integer.getInteger("cruddur.crashes", 2);

    /// Before each crash; fewer would prove little.
    private static final int ACKNOWLEDGED = 200;

    /// A step of the first start.
    ///
    /// @param words that `up` prints when the step begins
    /// @param milliseconds its minimal duration
    private record Step(String words, int milliseconds) {}

    private static final List<Step> FIRST_START = List.of(
            new Step("unpacking PostgreSQL", 600),
            new Step("creating a database cluster", 800),
            new Step("starting PostgreSQL", 60),
            new Step("loading the schema", 150));

    @TempDir
    private static Path folder;

    private static Installation installation;

    @BeforeAll
    static void install() {
        installation = Installation.withProgramsBelow(folder);
        installation.upAndReady();
        installation.close();
    }

    @AfterEach
    void clear() {
        installation.close();
    }

    @Test
    void what_was_acknowledged_outlives_the_server() {
        outlives("the server", CruddurProcess::kill);
    }

    @Test
    void what_was_acknowledged_outlives_the_server_and_its_database() {
        outlives("the server and its database", up -> {
            // The database first: after the server's end, it would have a moment without new requests.
            installation.postgres().kill();
            up.kill();
        });
    }

    private static void outlives(String what, Consumer<CruddurProcess> death) {
        Set<String> acknowledged = new HashSet<>();
        for (int i = 0; i < CRASHES; i++) {
            CruddurProcess up = installation.upAndReady();
            assertThat(lostOf(acknowledged)).isEmpty();
            acknowledged.addAll(acknowledgedUntil(() -> death.accept(up)));
        }
        installation.upAndReady();
        assertThat(lostOf(acknowledged)).isEmpty();
        System.out.printf("%d deaths of %s: %d cruds acknowledged, none lost%n", CRASHES, what, acknowledged.size());
    }

    private static Set<String> acknowledgedUntil(Runnable death) {
        Load load = installation.load();
        try (load) {
            load.await(ACKNOWLEDGED + ThreadLocalRandom.current().nextInt(ACKNOWLEDGED), Exchange::isAcknowledgement);
            death.run();
            load.await(1, Exchange::isUnanswered);
        }
        return load.acknowledged();
    }

    private static Set<String> lostOf(Set<String> acknowledged) {
        Set<String> lost = new HashSet<>(acknowledged);
        installation.sql().run("select uuid from activities").forEach(lost::remove);
        return lost;
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void the_first_start_may_be_interrupted_at_every_step(String signal, @TempDir Path parent) {
        for (int i = 0; i < Math.ceilDiv(CRASHES, 2); i++) {
            try (Installation fresh = Installation.below(parent.resolve(Integer.toString(i)))) {
                FIRST_START.forEach(step -> interrupt(fresh, signal, step));
                fresh.upAndReady();
                assertThat(fresh.sql().value("select count(*) > 0 from users")).isEqualTo("t");
            }
        }
    }

    /// Kills it at a random moment of the step; if the last `up` completed its start, as soon as this one
    /// serves.
    private static void interrupt(Installation fresh, String signal, Step step) {
        CruddurProcess up = fresh.up();
        up.awaitWords(step.words, "Cruddur is at");
        CruddurProcess.pause(ThreadLocalRandom.current().nextInt(step.milliseconds));
        up.signal(signal);
        up.exitCode();
        if (signal.equals("TERM")) {
            fresh.postgres().awaitEnd();
        }
    }
}

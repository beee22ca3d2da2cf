package cruddur.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import cruddur.testing.TestPool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens when the pool's keys change, or cannot be fetched. The keys come over HTTP;
/// the hours pass by a clock of the test's own.
class KeysTest {

    private static final RSAKey OLD = TestPool.KEY;
    private static final RSAKey NEW = TestPool.newKey("new-key");

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration FRESH = Duration.ofMinutes(5);

    /// Of a fetch.
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private static final Duration SLOW = Duration.ofSeconds(30);

    private final TestPool pool = TestPool.start();

    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final Tokens tokens = new Tokens(pool.asSeenByServers(), () -> now);

    @AfterEach
    void stop() {
        pool.close();
    }

    @Test
    void a_rotation_fails_nobody() throws Exception {
        isBelieved(token(OLD));

        pool.publishes(OLD.toPublicJWK(), NEW.toPublicJWK());
        pass(PAUSE);

        isBelieved(token(NEW));
        isBelieved(token(OLD));
        assertThat(tokens.generation()).isZero();
    }

    @Test
    void keys_are_fetched_again_every_five_minutes_and_nobody_waits_for_that() throws Exception {
        isBelieved(token(OLD));
        pool.takes(SLOW);

        pass(FRESH.minusSeconds(1));
        isBelieved(token(OLD));
        assertThat(pool.fetches()).isEqualTo(1);

        pass(Duration.ofSeconds(2));
        assertThat(timeOf(() -> isBelieved(token(OLD)))).isLessThan(LIMIT);
        eventually(() -> pool.fetches() == 2);
    }

    @Test
    void a_withdrawn_key_takes_its_tokens_along() throws Exception {
        String token = token(OLD);
        KnownTokens known = new KnownTokens(InstantSource.system(), System::nanoTime);
        UUID ada = UUID.randomUUID();
        known.remember(tokens.check(token), token, ada);
        assertThat(known.person(token, tokens.generation())).contains(ada);

        pool.publishes(NEW.toPublicJWK());
        pass(PAUSE);
        isBelieved(token(NEW));

        assertThat(known.person(token, tokens.generation())).isEmpty();
        isRefused(token);
        pass(PAUSE);
        isRefused(token);
    }

    @Test
    void a_withdrawn_key_is_noticed_though_nobody_names_another() throws Exception {
        String token = token(OLD);
        isBelieved(token);

        pool.publishes(NEW.toPublicJWK());
        pass(FRESH.plusSeconds(1));
        tokens.check(token);

        eventually(() -> tokens.generation() == 1);
        isRefused(token);
    }

    @Test
    void another_key_of_the_same_name_takes_the_tokens_of_the_first_along() throws Exception {
        String token = token(OLD);
        isBelieved(token);

        pool.publishes(NEW.toPublicJWK(), TestPool.newKey(OLD.getKeyID()).toPublicJWK());
        pass(PAUSE);
        isBelieved(token(NEW));

        assertThat(tokens.generation()).isEqualTo(1);
        isRefused(token);
    }

    @Test
    void a_key_that_came_since_the_keys_were_fetched_can_be_told_only_later() throws Exception {
        isBelieved(token(OLD));
        pool.publishes(OLD.toPublicJWK(), NEW.toPublicJWK());

        pass(PAUSE.minusMillis(1));
        cannotBeTold(token(NEW));

        pass(Duration.ofMillis(1));
        isBelieved(token(NEW));
    }

    @Test
    void a_token_older_than_the_keys_needs_no_other_keys_to_be_refused() throws Exception {
        String old = token(NEW);
        pass(Duration.ofMinutes(1));
        isBelieved(token(OLD));

        isRefused(old);
        pass(Duration.ofSeconds(1));
        cannotBeTold(token(NEW));
        assertThat(pool.fetches()).isEqualTo(1);
    }

    @Test
    void the_first_token_of_all_is_refused_by_the_keys_that_it_fetched() {
        isRefused(token(NEW));
        assertThat(pool.fetches()).isEqualTo(1);
    }

    @Test
    void while_the_keys_cannot_be_fetched_for_an_hour_people_stay_signed_in() throws Exception {
        isBelieved(token(OLD));
        pool.hangsUp();

        for (int minute = 0; minute < 60; minute++) {
            pass(Duration.ofMinutes(1));
            cannotBeTold(token(NEW));
            isBelieved(token(OLD));
        }

        pool.publishes(OLD.toPublicJWK(), NEW.toPublicJWK());
        pass(PAUSE);
        isBelieved(token(NEW));
    }

    @Test
    void keys_that_could_not_be_fetched_for_longer_than_half_a_day_are_believed_no_more() throws Exception {
        isBelieved(token(OLD));
        pool.hangsUp();

        pass(Duration.ofHours(12).minusSeconds(1));
        isBelieved(token(OLD));

        pass(PAUSE.plusSeconds(1));
        cannotBeTold(token(OLD));
    }

    @Test
    void a_pool_that_is_down_at_the_start_is_asked_again() throws Exception {
        pool.hangsUp();
        cannotBeTold(token(OLD));
        int fetches = pool.fetches();
        cannotBeTold(token(OLD));
        assertThat(pool.fetches()).isEqualTo(fetches);

        pool.publishes(OLD.toPublicJWK());
        pass(PAUSE);
        isBelieved(token(OLD));
    }

    @Test
    void a_slow_pool_slows_nobody_whose_key_is_known() throws Exception {
        isBelieved(token(OLD));
        pool.takes(SLOW);
        pass(PAUSE);

        Thread stranger = Thread.startVirtualThread(() -> cannotBeTold(token(NEW)));
        eventually(() -> pool.fetches() == 2);
        assertThat(timeOf(() -> isBelieved(token(OLD)))).isLessThan(LIMIT);
        stranger.join();
    }

    @Test
    void a_slow_pool_is_waited_for_only_so_long() {
        pool.takes(SLOW);
        assertThat(timeOf(() -> cannotBeTold(token(OLD)))).isLessThan(SLOW);
    }

    @Test
    void a_pool_that_drips_is_waited_for_only_so_long() {
        pool.drips();
        assertThat(timeOf(() -> cannotBeTold(token(OLD)))).isLessThan(SLOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"keys\":1}", "{\"keys\":[{\"kty\":\"RSA\"}]}", "<html>"})
    void what_is_no_key_set_takes_nothing_away(String document) throws Exception {
        takesNothingAway(document);
    }

    @Test
    void a_huge_key_set_takes_nothing_away() throws Exception {
        takesNothingAway("{\"keys\":[]}" + " ".repeat(10_000_000));
        takesNothingAway("[".repeat(60_000));
    }

    private void takesNothingAway(String document) throws Exception {
        pool.publishes(OLD.toPublicJWK());
        pass(PAUSE);
        isBelieved(token(OLD));

        pool.publishes(document);
        pass(PAUSE);
        cannotBeTold(token(NEW));
        isBelieved(token(OLD));
        assertThat(tokens.generation()).isZero();
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void an_odd_key_is_not_believed_and_does_the_others_no_harm(Odd odd) throws Exception {
        pool.publishes(odd.key, OLD.toPublicJWK());

        isRefused(sign(odd.algorithm, odd.key.getKeyID(), odd.signer));
        isBelieved(token(OLD));
    }

    record Odd(JWK key, JWSAlgorithm algorithm, JWSSigner signer) {
        @Override
        public String toString() {
            return key.getKeyType() + " " + algorithm + " " + key.getKeyUse();
        }
    }

    private static Stream<Odd> oddities() throws JOSEException {
        ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("odd").generate();
        OctetSequenceKey secret =
                new OctetSequenceKeyGenerator(256).keyID("odd").generate();
        RSAKey rsa = TestPool.newKey("odd");
        return Stream.of(
                new Odd(curve.toPublicJWK(), JWSAlgorithm.ES256, new ECDSASigner(curve)),
                new Odd(secret, JWSAlgorithm.HS256, new MACSigner(secret)),
                new Odd(rsa.toPublicJWK(), JWSAlgorithm.RS512, new RSASSASigner(rsa)),
                new Odd(
                        new RSAKey.Builder(rsa.toPublicJWK())
                                .keyUse(KeyUse.ENCRYPTION)
                                .build(),
                        JWSAlgorithm.RS256,
                        new RSASSASigner(rsa)),
                new Odd(
                        new RSAKey.Builder(rsa.toPublicJWK())
                                .algorithm(JWSAlgorithm.RS512)
                                .build(),
                        JWSAlgorithm.RS256,
                        new RSASSASigner(rsa)));
    }

    @Test
    void keys_without_a_name_or_with_the_same_are_told_apart_by_what_they_signed() throws Exception {
        RSAKey twin = TestPool.newKey(OLD.getKeyID());
        RSAKey nameless = new RSAKey.Builder(NEW.toPublicJWK()).keyID(null).build();
        pool.publishes(nameless, twin.toPublicJWK(), OLD.toPublicJWK());

        isBelieved(token(OLD));
        isBelieved(token(twin));
        isRefused(token(TestPool.newKey(OLD.getKeyID())));
        isRefused(token(NEW));
    }

    @ParameterizedTest
    @ValueSource(ints = {-29, 0, 29})
    void clocks_may_differ_by_less_than_half_a_minute(int seconds) {
        Date then = Date.from(now.plusSeconds(seconds));
        isBelieved(TestPool.sign(OLD, claims().issueTime(then).build()));
        isBelieved(TestPool.sign(OLD, claims().notBeforeTime(then).build()));
        isBelieved(TestPool.sign(OLD, claims().expirationTime(then).build()));
    }

    @Test
    void clocks_may_not_differ_by_half_a_minute() {
        Date early = Date.from(now.plusSeconds(30));
        isRefused(TestPool.sign(OLD, claims().issueTime(early).build()));
        isRefused(TestPool.sign(OLD, claims().notBeforeTime(early).build()));
        isRefused(TestPool.sign(
                OLD, claims().expirationTime(Date.from(now.minusSeconds(30))).build()));
    }

    @Test
    void a_clock_that_is_set_back_does_not_keep_keys_from_being_fetched() {
        isBelieved(token(OLD));
        pool.publishes(OLD.toPublicJWK(), NEW.toPublicJWK());

        pass(Duration.ofHours(-1));
        isBelieved(token(NEW));
    }

    private void isBelieved(String token) {
        try {
            assertThat(tokens.check(token).cognitoUserId()).isEqualTo("ada");
        } catch (BadToken | JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private void isRefused(String token) {
        assertThatThrownBy(() -> tokens.check(token)).isInstanceOf(BadToken.class);
    }

    private void cannotBeTold(String token) {
        assertThatThrownBy(() -> tokens.check(token)).isInstanceOf(JOSEException.class);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private String token(RSAKey key) {
        return TestPool.sign(key, claims().build());
    }

    private String sign(JWSAlgorithm algorithm, String key, JWSSigner signer) throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims().build());
        token.sign(signer);
        return token.serialize();
    }

    private JWTClaimsSet.Builder claims() {
        return pool.claims("ada").issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(600)));
    }

    private static Duration timeOf(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 3_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}

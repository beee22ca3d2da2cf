package cruddur.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.Config;
import cruddur.Service;
import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.DynamoEndpoint;
import cruddur.testing.DynamoEndpoint.Fault;
import cruddur.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// A server that counts into DynamoDB, which Amazon's own client finds to be one.
class DynamoTest {

    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final ConnectionUrl database = Cluster.NEWEST.empty();
    private final DynamoEndpoint dynamo = new DynamoEndpoint();
    private final HttpClient client = HttpClient.newHttpClient();

    DynamoTest() throws IOException {}

    @AfterEach
    void close() {
        dynamo.close();
        client.close();
    }

    private Service server() throws IOException {
        Map<String, String> environment = new HashMap<>(dynamo.settings());
        environment.put("PORT", "0");
        return Service.start(
                Config.from(new Settings(environment), database, Optional.empty()), Optional.empty(), _ -> {});
    }

    /// At once, and each again until the server shows it.
    private void read(Service server, int pages) {
        HttpRequest page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                .build();
        Stream.generate(() -> read(page)).limit(pages).toList().forEach(CompletableFuture::join);
    }

    private CompletableFuture<Void> read(HttpRequest page) {
        return client.sendAsync(page, BodyHandlers.discarding())
                .thenCompose(
                        answer -> answer.statusCode() == 200 ? CompletableFuture.completedFuture(null) : read(page));
    }

    @Test
    void pages_are_counted_in_few_writes_and_not_in_postgresql() throws Exception {
        try (Service server = server()) {
            read(server, 20);
            await(20);
        }

        assertThat(dynamo.sum("pages_read", "value")).isEqualTo(20);
        assertThat(dynamo.requests()).hasSizeLessThan(20);
        // A write whose answer comes too late is repeated.
        assertThat(dynamo.sum("pages_read", "version"))
                .isBetween(1L, (long) dynamo.requests().size());
        assertThat(new Sql(database).run("select metric from metrics where metric = 'pages_read'"))
                .isEmpty();
    }

    @Test
    void a_person_whom_the_function_of_the_user_pool_creates_is_counted_there_too() throws Exception {
        Sql sql = new Sql(database);
        try (Service _ = server();
                Service _ = server()) {
            sql.run("select uuid from sign_up('sub-1', 'Grete', 'grete@example.com', 'grete')");
            await(() -> dynamo.sum("people_joined", "value") > 0);
        }

        assertThat(dynamo.sum("people_joined", "value")).isEqualTo(1);
        assertThat(sql.run("select metric from metrics")).isEmpty();
    }

    @Test
    void throttling_time_outs_and_lost_answers_change_no_count() throws Exception {
        Random random = new Random(17);
        int pages = 0;
        try (Service server = server()) {
            for (int round = 0; round < 4; round++) {
                dynamo.fail(faults(random));
                int now = 1 + random.nextInt(5);
                read(server, now);
                pages += now;
                await(pages);
            }
        }

        assertThat(dynamo.sum("pages_read", "value")).isEqualTo(pages);
    }

    private static List<Fault> faults(Random random) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            faults.add(FAULTS.get(random.nextInt(FAULTS.size())));
        }
        return faults;
    }

    /// Until the server has tried again often enough.
    private void await(long pages) throws InterruptedException {
        await(() -> dynamo.isWell() && dynamo.sum("pages_read", "value") >= pages);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant latest = Instant.now().plusSeconds(180);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(latest);
            Thread.sleep(50);
        }
    }

    @Test
    void each_kind_of_failure_is_repeated_until_it_succeeds() throws Exception {
        for (Fault fault : FAULTS) {
            long before = dynamo.sum("pages_read", "value");
            try (Service server = server()) {
                dynamo.fail(List.of(fault, fault));
                read(server, 3);
                await(before + 3);
            }
            assertThat(dynamo.sum("pages_read", "value")).as(fault.name()).isEqualTo(before + 3);
        }
    }

    @Test
    void servers_add_up() throws Exception {
        try (Service one = server();
                Service other = server()) {
            read(one, 4);
            read(other, 5);
            await(9);
        }

        assertThat(dynamo.sum("pages_read", "value")).isEqualTo(9);
    }

    /// The request that a server sends is the one that Amazon's client makes of the same values.
    @Test
    void amazons_client_sends_the_same_request_and_understands_the_answers() throws Exception {
        try (Service server = server()) {
            read(server, 1);
            await(1);
        }
        JsonObject sent = dynamo.requests().getFirst();
        UpdateItemRequest same = request(sent);
        try (DynamoDbClient amazons = amazons()) {
            assertThatThrownBy(() -> amazons.updateItem(same)).isInstanceOf(ConditionalCheckFailedException.class);
            assertThat(dynamo.requests().getLast()).isEqualTo(sent);

            UpdateItemRequest next = same.toBuilder()
                    .expressionAttributeValues(
                            Map.of(":amount", number("5"), ":one", number("1"), ":sequence", number("2")))
                    .build();
            amazons.updateItem(next);
            Map<String, AttributeValue> item = amazons.getItem(GetItemRequest.builder()
                            .tableName(DynamoEndpoint.TABLE)
                            .key(same.key())
                            .build())
                    .item();
            assertThat(item).containsEntry("value", number("6")).containsEntry("version", number("2"));

            dynamo.fail(List.of(Fault.THROTTLED));
            assertThatThrownBy(() -> amazons.updateItem(next))
                    .isInstanceOf(ProvisionedThroughputExceededException.class);
        }
    }

    private static UpdateItemRequest request(JsonObject sent) {
        JsonObject key = sent.getJsonObject("Key");
        JsonObject names = sent.getJsonObject("ExpressionAttributeNames");
        JsonObject values = sent.getJsonObject("ExpressionAttributeValues");
        return UpdateItemRequest.builder()
                .tableName(sent.getString("TableName"))
                .key(Map.of(
                        "metric", text(key.getJsonObject("metric").getString("S")),
                        "day", text(key.getJsonObject("day").getString("S"))))
                .updateExpression(sent.getString("UpdateExpression"))
                .conditionExpression(sent.getString("ConditionExpression"))
                .expressionAttributeNames(Map.of(
                        "#value", names.getString("#value"),
                        "#version", names.getString("#version"),
                        "#writer", names.getString("#writer")))
                .expressionAttributeValues(Map.of(
                        ":amount", number(values.getJsonObject(":amount").getString("N")),
                        ":one", number(values.getJsonObject(":one").getString("N")),
                        ":sequence", number(values.getJsonObject(":sequence").getString("N"))))
                .build();
    }

    private static AttributeValue text(String value) {
        return AttributeValue.builder().s(value).build();
    }

    private static AttributeValue number(String value) {
        return AttributeValue.builder().n(value).build();
    }

    private DynamoDbClient amazons() {
        Map<String, String> settings = dynamo.settings();
        return DynamoDbClient.builder()
                .endpointOverride(URI.create(dynamo.address()))
                .region(Region.CA_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        settings.get("AWS_ACCESS_KEY_ID"), settings.get("AWS_SECRET_ACCESS_KEY"))))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(once -> once.retryStrategy(retries -> retries.maxAttempts(1)))
                .build();
    }
}

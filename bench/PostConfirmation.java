package bench;

import cruddur.lambda.local.LocalFunction;
import cruddur.operations.OperationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/// The post confirmation function, in Lambda's runtime interface client.
record PostConfirmation(Stage stage) {

    private static final int WARM_CALLS = 500;

    /// One cold start, and then calls one after the other. Lambda's runtime interface client exists for Linux only.
    List<Measurement> all() {
        return System.getProperty("os.name").equals("Linux")
                ? List.of(
                        new Measurement("the post confirmation function", (figures, _) -> take(figures)),
                        stage.takingBack())
                : List.of();
    }

    private void take(Figures figures) {
        long begun = System.nanoTime();
        try (LocalFunction function = start()) {
            function.awaitReady();
            figures.add(Figure.COLD, millisecondsSince(begun));
            figures.add(Figure.FIRST, call(function));
            List<Double> warm = IntStream.range(0, WARM_CALLS)
                    .mapToObj(_ -> call(function))
                    .sorted()
                    .toList();
            figures.add(Figure.WARM, warm.get(WARM_CALLS / 2));
            figures.add(Figure.WARM_P99, warm.get(WARM_CALLS * 99 / 100));
        }
    }

    private LocalFunction start() {
        return LocalFunction.start(
                Path.of(System.getProperty("cruddur.checkout"), "lambda", "target"),
                Map.of("CONNECTION_URL", stage.scratch().url(stage.world()).reveal()),
                stage.scratch().file("function.log"));
    }

    private static double call(LocalFunction function) {
        byte[] event = event(UUID.randomUUID().toString());
        long begun = System.nanoTime();
        if (function.invoke(event).failed()) {
            throw new OperationException("The function fails. Its log:\n" + function.output());
        }
        return millisecondsSince(begun);
    }

    private static byte[] event(String sub) {
        return """
                {"version":"1","triggerSource":"PostConfirmation_ConfirmSignUp","request":{"userAttributes":{
                "sub":"%1$s","name":"Grete","email":"signed-up@bench.example","preferred_username":"f_%2$s"}},"response":{}}
                """.formatted(sub, sub.substring(0, 8)).getBytes(StandardCharsets.UTF_8);
    }

    private static double millisecondsSince(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }
}

package cruddur.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class OffLoopTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    @AfterAll
    void stop() {
        vertx.close().await();
    }

    @Test
    void work_runs_on_a_virtual_thread_and_its_result_arrives_on_the_loop() {
        Promise<Boolean> arrival = Promise.promise();
        loop.runOnContext(_ -> OffLoop.call(() -> Thread.currentThread().isVirtual())
                .map(isVirtual -> isVirtual && Context.isOnEventLoopThread())
                .onComplete(arrival));

        assertThat(arrival.future().await()).isTrue();
    }

    @Test
    void what_is_awaited_runs_on_the_loop() {
        assertThat(OffLoopTest.<Boolean>call(
                        loop, () -> OffLoop.await(() -> Future.succeededFuture(Context.isOnEventLoopThread()))))
                .isTrue();
    }

    @Test
    void every_failure_arrives_as_it_is() {
        for (Throwable failure :
                new Throwable[] {new IOException("x"), new IllegalStateException(), new StackOverflowError()}) {
            assertThatThrownBy(() -> call(loop, () -> OffLoop.await(() -> Future.failedFuture(failure))))
                    .isSameAs(failure);
        }
    }

    @Test
    void what_throws_before_there_is_a_future_fails_too() {
        AssertionError error = new AssertionError();

        assertThatThrownBy(() -> call(
                        loop,
                        () -> OffLoop.await(() -> {
                            throw error;
                        })))
                .isSameAs(error);
        assertThatThrownBy(() -> call(loop, () -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    private static <T> T call(Context loop, Callable<T> work) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(_ -> OffLoop.call(work).onComplete(promise));
        return promise.future().await();
    }
}

package clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;

/** Resilience4j that waits as long as Retry-After says, three seconds at most. */
class Resilience4jTest {
    private static long waitMillis(int attempt, Either<Throwable, Object> outcome) {
        if (outcome.isLeft() && outcome.getLeft() instanceof HttpClientErrorException.TooManyRequests full) {
            return Math.min(3_000, 1_000L * Integer.parseInt(full.getResponseHeaders().getFirst("Retry-After")));
        }
        return 200;
    }

    private static Retry retry(AtomicInteger waited) {
        var config = RetryConfig.<Object>custom().maxAttempts(4).intervalBiFunction(Resilience4jTest::waitMillis)
                .retryExceptions(HttpClientErrorException.TooManyRequests.class, ResourceAccessException.class).build();
        var retry = Retry.of("llm", config);
        retry.getEventPublisher().onRetry(event -> waited.addAndGet((int) event.getWaitInterval().toMillis()));
        return retry;
    }

    @Test
    void aFullServerIsAskedAgainAfterRetryAfter() throws Exception {
        var held = Predictors.hold(Predictors.url("busy"));
        var waited = new AtomicInteger();
        Supplier<Map<String, Object>> call = () -> {
            try {
                return RestClientTest.ask("JDK", "busy", Protocol.NATIVE, "가");
            } finally {
                try {
                    held.close();
                } catch (Exception error) {
                    throw new AssertionError(error);
                }
            }
        };
        Predictors.assertAnswer((String) Retry.decorateSupplier(retry(waited), call).get().get("generated_text"), "가");
        assertThat(waited.get()).isEqualTo(1_000);
        Results.note("Resilience4j over RestClient", "NATIVE", "ok", "waits Retry-After after 429, then the answer");
    }

    @Test
    void aServerThatIsGoneEndsTheRetries() {
        Predictors.url("gone");
        String url = Predictors.url("gone");
        Predictors.kill("gone");
        var waited = new AtomicInteger();
        var client = RestClientTest.client("JDK", url, Predictors.KEY, java.time.Duration.ofSeconds(5));
        var error = catchThrowable(Retry.decorateRunnable(retry(waited), () -> RestClientTest.ask(client, Protocol.NATIVE, "가"))::run);
        assertThat(error).isInstanceOf(ResourceAccessException.class);
        assertThat(waited.get()).isEqualTo(3 * 200);
        Results.note("Resilience4j over RestClient", "NATIVE", "killed server", "exception after 4 attempts");
    }
}

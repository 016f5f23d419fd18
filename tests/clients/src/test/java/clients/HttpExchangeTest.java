package clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** An interface whose methods are the requests. */
class HttpExchangeTest {
    record Query(String query, int max_length) {}

    record Answer(String generated_text) {}

    interface Predictor {
        @PostExchange("/infer")
        Answer infer(@RequestBody Query query);
    }

    static Predictor predictor(String name) {
        return predictor(Predictors.url(name), Duration.ofSeconds(60));
    }

    static Predictor predictor(String url, Duration timeout) {
        var client = RestClientTest.client("JDK", url, Predictors.KEY, timeout);
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client)).build().createClient(Predictor.class);
    }

    @Test
    void anInterfaceIsEnough() {
        Predictors.assertAnswer(predictor("open").infer(new Query("안녕하세요", 20)).generated_text(), "안녕하세요");
        Results.note("@HttpExchange", "NATIVE", "ok", "Korean both ways");
    }

    @Test
    void aTimeOutIsAnErrorAndEndsTheInference() {
        String url = Predictors.url("slow");
        var predictor = predictor(url, Duration.ofMillis(700));
        assertThat(catchThrowable(() -> predictor.infer(new Query("a", 20)))).isInstanceOf(RestClientException.class);
        Predictors.waitFor(() -> Predictors.inFlight(url) == 0);
        Results.note("@HttpExchange", "NATIVE", "time-out", "exception; inference ends");
    }

    @Test
    void anErrorKeepsItsKoreanReason() {
        assumeTrue(Predictors.has("failing"));
        var error = RestClientTest.failure(() -> predictor("failing").infer(new Query("a", 20)));
        assertThat(error.getStatusCode().value()).isEqualTo(503);
        assertThat(error.getResponseBodyAs(Map.class)).containsKey("detail");
        Results.note("@HttpExchange", "NATIVE", "error's shape", "503 with reason");
    }
}

package sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/** The service as it runs, against predictors that tests/clients/harness.py starts. */
class SampleTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The service with its own port, before a predictor. */
    private static ConfigurableApplicationContext service(String predictor) {
        return new SpringApplicationBuilder(SampleApplication.class)
                .run("--server.port=0", "--llm.url=" + predictor, "--llm.key=invented-key", "--management.tracing.sampling.probability=1");
    }

    private static RestClient caller(ConfigurableApplicationContext service) {
        return RestClient.create("http://localhost:" + service.getEnvironment().getProperty("local.server.port"));
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String predictor(String name) throws IOException, InterruptedException {
        return get(System.getProperty("clients.control") + "/start/" + name);
    }

    private static String ask(RestClient caller, String query) {
        return (String) caller.get().uri("/ask?q={q}", query).retrieve().body(Map.class).get("answer");
    }

    @Test
    void aQuestionIsAnsweredWholeAndAsAStream() throws Exception {
        try (var service = service(predictor("open"))) {
            assertThat(ask(caller(service), "배송은 언제 오나요")).contains("배송").doesNotContain("잠시 후 다시");
            var bytes = caller(service).get().uri("/ask/stream?q={q}", "배송은 언제 오나요").retrieve().body(byte[].class);
            assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("배송", "event:end").doesNotContain("[DONE]", "failed");
        }
    }

    @Test
    void aFullPredictorIsAskedAgainAndThenTheFallbackAnswers() throws Exception {
        var asked = new CopyOnWriteArrayList<Long>();
        var full = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        full.createContext("/infer", exchange -> {
            asked.add(System.nanoTime());
            exchange.getResponseHeaders().add("Retry-After", asked.size() == 2 ? "Fri, 27 Nov 2026 05:00:00 GMT" : "1");
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        });
        full.start();
        try (var service = service("http://127.0.0.1:" + full.getAddress().getPort())) {
            assertThat(ask(caller(service), "가")).contains("잠시 후 다시");
            assertThat(asked).hasSize(3);
            assertThat(asked.get(2) - asked.get(0)).isGreaterThan(2_000_000_000L);
        } finally {
            full.stop(0);
        }
    }

    @Test
    void aBrokenPredictorIsTheFallback() throws Exception {
        assumeFalse(get(System.getProperty("clients.control") + "/has/failing").isEmpty());
        try (var service = service(predictor("failing"))) {
            assertThat(ask(caller(service), "가")).contains("잠시 후 다시");
            var events = new String(caller(service).get().uri("/ask/stream?q=a").retrieve().body(byte[].class), StandardCharsets.UTF_8);
            assertThat(events).contains("event:failed").doesNotContain("event:end");
        }
    }

    @Test
    void aWrongQuestionIsTheCallersError() throws Exception {
        try (var service = service(predictor("open"))) {
            var refused = org.assertj.core.api.Assertions.catchThrowableOfType(HttpClientErrorException.class, () -> ask(caller(service), " "));
            assertThat(refused.getStatusCode().value()).isEqualTo(422);
        }
    }

    @Test
    void theCallersTraceGoesOnToThePredictor() throws Exception {
        List<String> traces = new CopyOnWriteArrayList<>();
        var predictor = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        predictor.createContext("/", exchange -> {
            traces.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        predictor.start();
        String trace = "0af7651916cd43dd8448eb211c80319c";
        try (var service = service("http://127.0.0.1:" + predictor.getAddress().getPort())) {
            for (String path : List.of("/ask", "/ask/stream")) {
                caller(service).get().uri(path + "?q=a").header("traceparent", "00-" + trace + "-b7ad6b7169203331-01").retrieve().toBodilessEntity();
            }
            assertThat(traces).hasSize(2).allMatch(sent -> sent.contains(trace));
        } finally {
            predictor.stop(0);
        }
    }
}

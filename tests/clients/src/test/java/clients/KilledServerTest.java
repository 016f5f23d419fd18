package clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that is killed amid its answers: an error in every client, and none that waits or asks for ever. */
class KilledServerTest {
    private static final String QUERY = "a ".repeat(400);

    private static Map<String[], Callable<?>> calls(String url) {
        Map<String[], Callable<?>> calls = new TreeMap<>((one, other) -> String.join(" ", one).compareTo(String.join(" ", other)));
        for (String factory : RestClientTest.FACTORIES.keySet()) {
            for (Protocol protocol : Protocol.values()) {
                var client = RestClientTest.client(factory, url, Predictors.KEY, Duration.ofSeconds(60));
                calls.put(new String[] {"RestClient " + factory, protocol.name()}, () -> RestClientTest.ask(client, protocol, QUERY));
            }
        }
        for (String connector : WebClientTest.CONNECTORS.keySet()) {
            for (Protocol protocol : new Protocol[] {Protocol.NATIVE, Protocol.OPENAI}) {
                calls.put(new String[] {"WebClient SSE " + connector, protocol.name()},
                        () -> WebClientTest.stream(connector, url, Predictors.KEY, protocol, QUERY).collectList().block());
            }
        }
        var exchange = HttpExchangeTest.predictor(url, Duration.ofSeconds(60));
        calls.put(new String[] {"@HttpExchange", "NATIVE"}, () -> exchange.infer(new HttpExchangeTest.Query(QUERY, 100)));
        calls.put(new String[] {SpringAiTest.NAME, "OPENAI"}, () -> {
            try (var app = SpringAiTest.start(url, Predictors.KEY)) {
                return SpringAiTest.chat(app).prompt().user(QUERY).stream().content().collectList().block();
            }
        });
        return calls;
    }

    @Test
    void everyClientGetsAnError() throws Exception {
        String url = Predictors.url("mortal");
        var calls = calls(url);
        var threads = Executors.newFixedThreadPool(calls.size());
        Map<String[], Future<?>> running = new TreeMap<>((one, other) -> String.join(" ", one).compareTo(String.join(" ", other)));
        calls.forEach((name, call) -> running.put(name, threads.submit(call)));
        Predictors.waitFor(() -> Predictors.inFlight(url) == calls.size());
        Predictors.beginAnswers("mortal");
        Predictors.kill("mortal");
        for (var one : running.entrySet()) {
            String[] name = one.getKey();
            try {
                Object answer = one.getValue().get(60, TimeUnit.SECONDS);
                Results.note(name[0], name[1], "killed server", "takes the part for the whole");
                assertThat(answer).as(String.join(" ", name) + " takes a part for the whole").isNull();
            } catch (java.util.concurrent.ExecutionException error) {
                Results.note(name[0], name[1], "killed server", "exception");
            }
        }
        threads.shutdownNow();
    }
}

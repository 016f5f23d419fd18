package clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Flux;

/** WebClient with Server-Sent Events: /infer/stream and chat streams, on both of its usual connectors. */
class WebClientTest {
    static final Map<String, ClientHttpConnector> CONNECTORS = Map.of("Reactor", new ReactorClientHttpConnector(), "JDK", new JdkClientHttpConnector());
    static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {};

    static Stream<Arguments> everyConnectorAndProtocol() {
        return CONNECTORS.keySet().stream().sorted()
                .flatMap(name -> Stream.of(Protocol.NATIVE, Protocol.OPENAI).map(protocol -> Arguments.of(name, protocol)));
    }

    /** The data of each event; an `error` event is an exception. */
    static Flux<String> stream(String connector, String url, String key, Protocol protocol, String query) {
        Map<String, Object> body = new HashMap<>(protocol.body(query));
        if (protocol == Protocol.OPENAI) body.put("stream", true);
        return WebClient.builder().clientConnector(CONNECTORS.get(connector)).baseUrl(url).build()
                .post().uri(protocol == Protocol.NATIVE ? "/infer/stream" : protocol.path)
                .headers(headers -> headers.setBearerAuth(key)).contentType(MediaType.APPLICATION_JSON).bodyValue(body)
                .retrieve().bodyToFlux(EVENT)
                .doOnNext(event -> {
                    if ("error".equals(event.event())) throw new IllegalStateException(event.data());
                })
                .mapNotNull(ServerSentEvent::data);
    }

    static Flux<String> stream(String connector, String predictor, Protocol protocol, String query) {
        return stream(connector, Predictors.url(predictor), Predictors.KEY, protocol, query);
    }

    @ParameterizedTest
    @MethodSource("everyConnectorAndProtocol")
    void aLongAnswerComesInPiecesAndInKorean(String connector, Protocol protocol) {
        List<String> events = stream(connector, "open", protocol, "배송은 내일 오전에 도착합니다 ".repeat(8)).collectList().block(Duration.ofSeconds(30));
        assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
        boolean repeats = Predictors.has("failing");
        if (repeats) assertThat(String.join("", events).split("도착합니다", -1)).hasSize(9);
        assertThat(events.stream().filter(event -> event.matches(".*[가-힣].*")).count()).isGreaterThan(repeats ? 3 : 1);
        Results.note("WebClient SSE " + connector, protocol.name(), "ok", "Korean, in pieces");
    }

    @ParameterizedTest
    @MethodSource("everyConnectorAndProtocol")
    void anErrorBeforeTheFirstWordHasItsStatus(String connector, Protocol protocol) throws Exception {
        assertThat(status(stream(connector, Predictors.url("open"), "guessed", protocol, "a"))).isEqualTo(401);
        boolean fails = Predictors.has("failing");
        if (fails && protocol == Protocol.NATIVE) {
            assertThat(status(stream(connector, "failing", protocol, "a"))).isEqualTo(503);
        } else if (fails) {  // the mock engine's chat stream begins before it fails, so the stream breaks
            assertThat(catchThrowable(() -> stream(connector, "failing", protocol, "a").blockLast())).isNotNull();
        }
        try (var held = Predictors.hold(Predictors.url("busy"))) {
            assertThat(status(stream(connector, "busy", protocol, "a"))).isEqualTo(429);
        }
        Results.note("WebClient SSE " + connector, protocol.name(), "error's shape", 
                !fails ? "401, 429 with reason" : protocol == Protocol.NATIVE ? "401, 429, 503 with reason" : "401, 429 with reason; a failing engine breaks the stream");
    }

    @ParameterizedTest
    @MethodSource("everyConnectorAndProtocol")
    void aTimeOutIsAnErrorAndEndsTheInference(String connector, Protocol protocol) {
        String url = Predictors.url("slow");
        var error = catchThrowable(() -> stream(connector, "slow", protocol, "a b").timeout(Duration.ofMillis(700)).blockLast());
        assertThat(error).hasRootCauseInstanceOf(TimeoutException.class);
        Predictors.waitFor(() -> Predictors.inFlight(url) == 0);
        Results.note("WebClient SSE " + connector, protocol.name(), "time-out", "exception; inference ends");
    }

    private static int status(Flux<String> stream) {
        return ((WebClientResponseException) catchThrowable(() -> stream.blockLast(Duration.ofSeconds(30)))).getStatusCode().value();
    }
}

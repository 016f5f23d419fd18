package clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** RestClient on each of its request factories and on every protocol. */
class RestClientTest {
    static final ParameterizedTypeReference<Map<String, Object>> OBJECT = new ParameterizedTypeReference<>() {};
    static final Map<String, Function<Duration, ClientHttpRequestFactory>> FACTORIES = Map.of(
            "JDK", timeout -> {
                var factory = new JdkClientHttpRequestFactory();
                factory.setReadTimeout(timeout);
                return factory;
            },
            "HttpComponents", timeout -> {
                var factory = new HttpComponentsClientHttpRequestFactory();
                factory.setReadTimeout(timeout);
                return factory;
            },
            "Reactor", timeout -> {
                var factory = new ReactorClientHttpRequestFactory();
                factory.setReadTimeout(timeout);
                return factory;
            },
            "Simple", timeout -> {
                var factory = new SimpleClientHttpRequestFactory();
                factory.setReadTimeout((int) timeout.toMillis());
                return factory;
            });

    static Stream<Arguments> everyFactoryAndProtocol() {
        return FACTORIES.keySet().stream().sorted().flatMap(factory -> Stream.of(Protocol.values()).map(protocol -> Arguments.of(factory, protocol)));
    }

    static RestClient client(String factory, String url, String key, Duration timeout) {
        return RestClient.builder().requestFactory(FACTORIES.get(factory).apply(timeout)).baseUrl(url)
                .defaultHeaders(headers -> headers.setBearerAuth(key)).build();
    }

    static Map<String, Object> ask(RestClient client, Protocol protocol, String query) {
        return client.post().uri(protocol.path).contentType(MediaType.APPLICATION_JSON).body(protocol.body(query)).retrieve().body(OBJECT);
    }

    static Map<String, Object> ask(String factory, String predictor, Protocol protocol, String query) {
        return ask(client(factory, Predictors.url(predictor), Predictors.KEY, Duration.ofSeconds(30)), protocol, query);
    }

    @ParameterizedTest
    @MethodSource("everyFactoryAndProtocol")
    void koreanGoesBothWays(String factory, Protocol protocol) {
        String query = "안녕하세요, 환불은 언제 되나요? 😀";
        Predictors.assertAnswer(protocol.text(ask(factory, "open", protocol, query)), query);
        Results.note("RestClient " + factory, protocol.name(), "ok", "Korean both ways");
    }

    @ParameterizedTest
    @MethodSource("everyFactoryAndProtocol")
    void aWrongKeyAFullServerAndABrokenEngineAreErrorsWithAReason(String factory, Protocol protocol) throws Exception {
        var guessing = client(factory, Predictors.url("open"), "guessed", Duration.ofSeconds(30));
        if (factory.equals("Simple")) {  // HttpURLConnection throws the body of a 401 away
            assertThat(failure(() -> ask(guessing, protocol, "a")).getStatusCode().value()).isEqualTo(401);
        } else {
            assertThat(reason(protocol, 401, () -> ask(guessing, protocol, "a"))).contains("API");
        }
        try (var held = Predictors.hold(Predictors.url("busy"))) {
            var full = failure(() -> ask(factory, "busy", protocol, "a"));
            assertThat(full.getStatusCode()).isEqualTo(HttpStatusCode.valueOf(429));
            assertThat(full.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");
        }
        boolean fails = Predictors.has("failing");
        if (fails) assertThat(reason(protocol, 503, () -> ask(factory, "failing", protocol, "a"))).isNotBlank();
        String seen = fails ? "429, 503 with reason" : "429 with reason";
        Results.note("RestClient " + factory, protocol.name(), "error's shape", factory.equals("Simple") ? seen + "; 401 without" : "401, " + seen);
    }

    @ParameterizedTest
    @MethodSource("everyFactoryAndProtocol")
    void aTimeOutIsAnErrorAndEndsTheInference(String factory, Protocol protocol) {
        String url = Predictors.url("slow");
        var error = catchThrowable(() -> ask(client(factory, url, Predictors.KEY, Duration.ofMillis(700)), protocol, "a"));
        assertThat(error).isInstanceOf(RestClientException.class).isNotInstanceOf(RestClientResponseException.class);
        assertThat(error).rootCause().asString().matches("(?is).*(time|cancel|closed).*");
        Predictors.waitFor(() -> Predictors.inFlight(url) == 0);
        Results.note("RestClient " + factory, protocol.name(), "time-out", "exception; inference ends");
    }

    @ParameterizedTest
    @MethodSource("factories")
    void aWrongFieldIsNamed(String factory) {
        var client = client(factory, Predictors.url("open"), Predictors.KEY, Duration.ofSeconds(30));
        var error = failure(() -> client.post().uri("/infer").contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("query", "a", "max_length", -1)).retrieve().body(OBJECT));
        assertThat(error.getStatusCode().value()).isEqualTo(422);
        assertThat(error.getResponseBodyAs(OBJECT).get("errors").toString()).contains("max_length");
    }

    static Stream<String> factories() {
        return FACTORIES.keySet().stream().sorted();
    }

    static RestClientResponseException failure(Runnable call) {
        return catchThrowableOfType(RestClientResponseException.class, call::run);
    }

    /** The error's text in the protocol's own place, of an answer with this status. */
    private static String reason(Protocol protocol, int status, Runnable call) {
        var error = failure(call);
        assertThat(error.getStatusCode().value()).isEqualTo(status);
        return protocol.complaint(error.getResponseBodyAs(OBJECT));
    }
}

package sample;

import java.net.http.HttpClient;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException.TooManyRequests;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

/** The predictor, as the rest of this service sees it. The injected builders carry the trace on (traceparent). */
@Component
public class LlmClient {
    private static final Logger log = LoggerFactory.getLogger(LlmClient.class);
    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {};

    record Query(String query, int max_length) {}

    record Answer(String generated_text) {}

    private final LlmProperties llm;
    private final RestClient whole;
    private final WebClient streamed;

    LlmClient(LlmProperties llm, RestClient.Builder rest, WebClient.Builder web) {
        this.llm = llm;
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
        var factory = new JdkClientHttpRequestFactory(http);
        factory.setReadTimeout(llm.timeout());
        whole = rest.requestFactory(factory).baseUrl(llm.url()).defaultHeaders(headers -> headers.setBearerAuth(llm.key())).build();
        streamed = web.baseUrl(llm.url()).defaultHeaders(headers -> headers.setBearerAuth(llm.key())).build();
    }

    /** The whole answer; the fallback where the predictor cannot infer. Errors of the request itself (400, 401, 422) are thrown. */
    public String answer(String query) {
        for (int attempt = 1; ; attempt++) {
            try {
                return whole.post().uri("/infer").contentType(MediaType.APPLICATION_JSON).body(new Query(query, 200))
                        .retrieve().body(Answer.class).generated_text();
            } catch (TooManyRequests full) {
                if (attempt == llm.attempts()) return fallback(full);
                pause(full);
            } catch (HttpServerErrorException | ResourceAccessException error) {
                return fallback(error);
            }
        }
    }

    /** The answer word by word, each as JSON: {"index": 0, "text": "…"}. A stream that breaks ends with an error. */
    public Flux<String> stream(String query) {
        return streamed.post().uri("/infer/stream").contentType(MediaType.APPLICATION_JSON).bodyValue(new Query(query, 200))
                .retrieve().bodyToFlux(EVENT)
                .timeout(llm.timeout())
                .doOnNext(event -> {
                    if ("error".equals(event.event())) throw new IllegalStateException(event.data());
                })
                .mapNotNull(ServerSentEvent::data)
                .takeWhile(data -> !"[DONE]".equals(data));
    }

    private void pause(TooManyRequests full) {
        var header = full.getResponseHeaders() == null ? null : full.getResponseHeaders().getFirst("Retry-After");
        // The predictor sends seconds; a gateway before it may send a date, which counts as one second.
        var wait = Duration.ofSeconds(header != null && header.matches("\\d{1,9}") ? Long.parseLong(header) : 1);
        try {
            Thread.sleep(Math.min(wait.toMillis(), llm.longestWait().toMillis()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String fallback(Exception error) {
        log.warn("the predictor did not answer: {}", error.getMessage());
        return llm.fallback();
    }
}

package clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.SpringVersion;

/** Spring AI's ChatClient: version 1 takes the base URL without /v1, version 2 with it and a bean for its time-out. */
class SpringAiTest {
    static final boolean ONE = SpringVersion.getVersion().startsWith("6");
    static final String NAME = ONE ? "Spring AI 1.1" : "Spring AI 2.0";

    private static final String LONG = "배송은 내일 오전에 도착합니다 ".repeat(8).strip();

    @EnableAutoConfiguration
    @ComponentScan("clients.springai")
    static class App {}

    static ConfigurableApplicationContext start(String url, String key) {
        return start(url, key, "130s");
    }

    /** A model as small as the demo's ends a JSON text sooner where repetition grows dear; the mock engine refuses the penalty. */
    static ConfigurableApplicationContext startBrief(String url) {
        String penalty = Predictors.has("failing") ? "0" : "2";
        return start(url, Predictors.KEY, "130s", "spring.ai.openai.chat." + (ONE ? "options." : "") + "frequency-penalty=" + penalty,
                "spring.ai.openai.chat." + (ONE ? "options." : "") + "temperature=0", "spring.ai.openai.chat." + (ONE ? "options." : "") + "max-tokens=200");
    }

    /** Version 1 takes the time-outs of Spring's RestClient and, for streams, WebClient, version 2 that of clients.springai.ChatTimeOut. */
    static ConfigurableApplicationContext start(String url, String key, String timeout, String... more) {
        return new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE).properties(more).properties(
                "spring.ai.openai.base-url=" + url + (ONE ? "/openai" : "/openai/v1"),
                "spring.ai.openai.api-key=" + key,
                "spring.ai.openai.chat.options.model=llm",
                "spring.ai.openai.chat.model=llm",
                "spring.ai.openai.embedding.options.model=llm",
                "spring.ai.openai.embedding.model=llm",
                "spring.ai.retry.max-attempts=2",
                "spring.ai.retry.backoff.initial-interval=200ms",
                "spring.ai.openai.max-retries=1",
                "spring.http.client.read-timeout=" + timeout,
                "spring.http.reactiveclient.read-timeout=" + timeout,
                "spring.ai.openai.timeout=" + timeout,
                "spring.main.banner-mode=off",
                "logging.level.root=ERROR").run();
    }

    static ChatClient chat(ConfigurableApplicationContext app) {
        return app.getBean(ChatClient.Builder.class).build();
    }

    @Test
    void aCallAndAStreamInKorean() {
        try (var app = start(Predictors.url("open"), Predictors.KEY)) {
            Predictors.assertAnswer(chat(app).prompt().user("안녕하세요 반갑습니다").call().content(), "안녕하세요 반갑습니다");
            List<String> pieces = chat(app).prompt().user(LONG).stream().content().collectList().block(Duration.ofSeconds(30));
            Predictors.assertAnswer(String.join("", pieces), LONG);
            assertThat(pieces.stream().filter(piece -> !piece.isBlank()).count()).isGreaterThan(Predictors.has("failing") ? 3 : 1);
            Results.note(NAME, "OPENAI", "ok", "Korean, call and stream");
        }
    }

    @Test
    void aTimeOutIsAnErrorAndEndsTheInference() {
        String url = Predictors.url("slow");
        try (var app = start(url, Predictors.KEY, "700ms")) {
            long begun = System.nanoTime();
            assertThat(catchThrowable(() -> chat(app).prompt().user("a").call().content())).isNotNull();
            assertThat(catchThrowable(() -> chat(app).prompt().user("a").stream().content().blockLast())).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));  // below the 60 s that are its default
        }
        Predictors.waitFor(() -> Predictors.inFlight(url) == 0);
        Results.note(NAME, "OPENAI", "time-out", "exception; inference ends");
    }

    @Test
    void aWrongKeyAndABrokenEngineAreErrorsWithAReason() {
        try (var app = start(Predictors.url("open"), "guessed")) {
            assertThat(catchThrowable(() -> chat(app).prompt().user("a").call().content())).hasStackTraceContaining("API key");
        }
        boolean fails = Predictors.has("failing");
        if (fails) {
            try (var app = start(Predictors.url("failing"), Predictors.KEY)) {
                assertThat(catchThrowable(() -> chat(app).prompt().user("a").call().content())).hasStackTraceContaining("503");
            }
        }
        Results.note(NAME, "OPENAI", "error's shape", fails ? "401, 503 with reason" : "401 with reason");
    }
}

package clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import clients.springai.ToolChoice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.tool.annotation.Tool;

/** Spring AI's tools, structured output and embeddings; only vLLM can do them, and the mock engine refuses them by the field's name. */
class SpringAiFeaturesTest {
    enum City { 서울, 부산 }

    /** A tool whose result is the answer: the choice "required" would call it again and again. */
    static class Weather {
        final List<City> asked = new CopyOnWriteArrayList<>();

        @Tool(description = "도시의 날씨를 알려 준다", returnDirect = true)
        String weather(City city) {
            asked.add(city);
            return "맑음";
        }
    }

    record Ticket(City city, boolean urgent) {}

    private static ChatClient.ChatClientRequestSpec ask(ChatClient chat, Weather weather) {
        return ToolChoice.required(chat.prompt().user("서울 날씨를 알려 주세요").tools(weather));
    }

    private static ChatClient.CallResponseSpec ticket(ChatClient chat) {
        return chat.prompt().user("부산으로 빨리 보내 주세요").advisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT).call();
    }

    @Test
    void aToolIsCalledWithItsArgumentsAndItsResultIsTheAnswer() {
        try (var app = SpringAiTest.startBrief(Predictors.url("open"))) {
            var chat = SpringAiTest.chat(app);
            var weather = new Weather();
            if (Predictors.has("failing")) {
                assertRefused("TOOLS", "tools", () -> ask(chat, weather).call().content());
                return;
            }
            assertThat(ask(chat, weather).call().content()).contains("맑음");
            assertThat(String.join("", ask(chat, weather).stream().content().collectList().block(Duration.ofSeconds(60)))).contains("맑음");
            assertThat(weather.asked).hasSize(2).doesNotContainNull();
            Results.note(SpringAiTest.NAME, "TOOLS", "ok", "arguments and result, call and stream");
        }
    }

    @Test
    void theModelAnswersToAToolsResult() {
        assumeThat(Predictors.has("failing")).isFalse();
        try (var app = SpringAiTest.startBrief(Predictors.url("open"))) {
            var call = new AssistantMessage.ToolCall("call-1", "function", "weather", "{\"city\": \"서울\"}");
            var asked = AssistantMessage.builder().content("").toolCalls(List.of(call)).build();
            var result = ToolResponseMessage.builder().responses(List.of(new ToolResponseMessage.ToolResponse("call-1", "weather", "맑음"))).build();
            var answer = SpringAiTest.chat(app).prompt().messages(new UserMessage("서울 날씨를 알려 주세요"), asked, result).call().content();
            Predictors.assertAnswer(answer, "");
        }
    }

    @Test
    void aServerWithoutAToolParserSaysWhichArgumentsItNeeds() {
        assumeThat(Predictors.has("failing")).isFalse();
        try (var app = SpringAiTest.start(Predictors.url("busy"), Predictors.KEY)) {
            var error = catchThrowable(() -> SpringAiTest.chat(app).prompt().user("서울 날씨를 알려 주세요").tools(new Weather()).call().content());
            assertThat(error).hasStackTraceContaining("--enable-auto-tool-choice").hasStackTraceContaining("LLM_VLLM_ARGS");
            Results.note(SpringAiTest.NAME, "TOOLS", "error's shape", "400 names LLM_VLLM_ARGS");
        }
    }

    @Test
    void anEntityIsReadFromAnAnswerThatObeysItsSchema() {
        try (var app = SpringAiTest.startBrief(Predictors.url("open"))) {
            var chat = SpringAiTest.chat(app);
            if (Predictors.has("failing")) {
                assertRefused("SCHEMA", "response_format", () -> ticket(chat).entity(Ticket.class));
                return;
            }
            assertThat(ticket(chat).entity(Ticket.class).city()).isNotNull();
            Results.note(SpringAiTest.NAME, "SCHEMA", "ok", "entity() by json_schema");
        }
    }

    @Test
    void textsAreEmbeddedWithoutTheirPersonalData() {
        if (!Predictors.has("embedding")) {
            try (var app = SpringAiTest.start(Predictors.url("open"), Predictors.KEY)) {
                assertThat(catchThrowable(() -> app.getBean(EmbeddingModel.class).embed("가"))).hasStackTraceContaining("LLM_ENGINE=vllm");
            }
            Results.note(SpringAiTest.NAME, "EMBEDDINGS", "ok", "not on the mock engine; 404 names LLM_ENGINE=vllm");
            return;
        }
        try (var app = SpringAiTest.start(Predictors.url("embedding"), Predictors.KEY)) {
            var model = app.getBean(EmbeddingModel.class);
            var vectors = model.embed(List.of("call 010-1234-5678 now", "배송은 언제 오나요"));
            assertThat(vectors).allMatch(vector -> vector.length == 384);
            assertThat(distance(vectors.get(0), vectors.get(1))).isGreaterThan(0.3);
            assertThat(distance(vectors.get(0), model.embed("call 010-9876-5432 now"))).isLessThan(0.01);
            Results.note(SpringAiTest.NAME, "EMBEDDINGS", "ok", "vectors of masked texts");
        }
    }

    @Test
    void aModelThatGeneratesTextSaysWhichModelEmbeds() {
        assumeThat(Predictors.has("failing")).isFalse();
        try (var app = SpringAiTest.start(Predictors.url("open"), Predictors.KEY)) {
            assertThat(catchThrowable(() -> app.getBean(EmbeddingModel.class).embed("가")))
                    .hasStackTraceContaining("embeddings need an embedding model");
            Results.note(SpringAiTest.NAME, "EMBEDDINGS", "error's shape", "404 says which model embeds");
        }
    }

    private static double distance(float[] one, float[] other) {
        double sum = 0;
        for (int place = 0; place < one.length; place++) sum += Math.pow(one[place] - other[place], 2);
        return Math.sqrt(sum);
    }

    /** The mock engine's answer to a field that only vLLM can honour. */
    private static void assertRefused(String protocol, String field, ThrowingCallable call) {
        assertThat(catchThrowable(call)).hasStackTraceContaining(field + ". LLM_ENGINE=vllm takes them");
        Results.note(SpringAiTest.NAME, protocol, "ok", "not on the mock engine; 400 names `" + field + "`");
    }
}

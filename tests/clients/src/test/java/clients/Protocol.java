package clients;

import java.util.List;
import java.util.Map;

/** The four protocols: where a query goes, in which body, and where the answer and an error's text stand. */
enum Protocol {
    NATIVE("/infer"), V1("/v1/models/llm:predict"), V2("/v2/models/llm/infer"), OPENAI("/openai/v1/chat/completions");

    final String path;

    Protocol(String path) {
        this.path = path;
    }

    Map<String, Object> body(String query) {
        return switch (this) {
            case NATIVE -> Map.of("query", query, "max_length", 100);
            case V1 -> Map.of("instances", List.of(Map.of("query", query)));
            case V2 -> Map.of("inputs", List.of(Map.of("name", "query", "datatype", "BYTES", "shape", List.of(1), "data", List.of(query))));
            case OPENAI -> Map.of("model", "llm", "max_tokens", 100, "messages", List.of(Map.of("role", "user", "content", query)));
        };
    }

    String text(Map<String, Object> answer) {
        return (String) switch (this) {
            case NATIVE -> answer.get("generated_text");
            case V1 -> first(answer, "predictions").get("generated_text");
            case V2 -> ((List<?>) first(answer, "outputs").get("data")).get(0);
            case OPENAI -> ((Map<?, ?>) first(answer, "choices").get("message")).get("content");
        };
    }

    /** The error's text, which every protocol has in its own place. */
    String complaint(Map<String, Object> body) {
        return (String) switch (this) {
            case NATIVE -> body.get("detail");
            case V1, V2 -> body.get("error");
            case OPENAI -> ((Map<?, ?>) body.get("error")).get("message");
        };
    }

    private static Map<?, ?> first(Map<String, Object> answer, String list) {
        return (Map<?, ?>) ((List<?>) answer.get(list)).get(0);
    }
}

package sample;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.HttpClientErrorException;
import reactor.core.publisher.Flux;

/** What this service's own callers use; a browser reads /ask/stream with EventSource. */
@RestController
class AskController {
    private final LlmClient llm;

    AskController(LlmClient llm) {
        this.llm = llm;
    }

    @GetMapping("/ask")
    Map<String, String> ask(@RequestParam String q) {
        return Map.of("answer", llm.answer(q));
    }

    /** EventSource opens a stream again when it ends, so its last event, `end` or `failed`, says that the browser must close it. */
    @GetMapping(path = "/ask/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> stream(@RequestParam String q) {
        return llm.stream(q).map(data -> ServerSentEvent.builder(data).build())
                .concatWithValues(ServerSentEvent.builder("").event("end").build())
                .onErrorResume(error -> Flux.just(ServerSentEvent.builder("잠시 후 다시 시도해 주세요").event("failed").build()));
    }

    /** A request that the predictor refuses is the caller's to mend; a wrong key is this service's own fault. */
    @ExceptionHandler
    ProblemDetail refused(HttpClientErrorException refusal) {
        if (refusal.getStatusCode() == HttpStatus.UNAUTHORIZED) return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
        return ProblemDetail.forStatusAndDetail(refusal.getStatusCode(), refusal.getResponseBodyAsString(java.nio.charset.StandardCharsets.UTF_8));
    }
}

package clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** The predictors that tests/clients/harness.py starts by name and kills on demand. */
final class Predictors {
    static final String KEY = "invented-key";
    private static final String CONTROL = System.getProperty("clients.control");
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Predictors() {}

    /** The URL of a predictor, which is started at the first call. */
    static String url(String name) {
        return get(CONTROL + "/start/" + name);
    }

    /** False where the engine behind cannot play this predictor: vLLM does not fail at an order. */
    static boolean has(String name) {
        return !get(CONTROL + "/has/" + name).isEmpty();
    }

    /** The mock engine repeats the query; the demo model answers something in Korean. */
    static void assertAnswer(String answer, String query) {
        if (has("failing")) assertThat(answer).isEqualTo("[mock] " + query);
        else assertThat(answer).containsPattern("[가-힣]{2}");
    }

    /** Returns when every request that waits at a predictor has begun to be answered. */
    static void beginAnswers(String name) {
        get(CONTROL + "/begin/" + name);
    }

    /** Kill it by SIGKILL; the next call of {@code url} starts another. */
    static void kill(String name) {
        get(CONTROL + "/kill/" + name);
    }

    static int inFlight(String url) {
        return get(url + "/metrics").lines().filter(line -> line.startsWith("llm_inferences_in_flight "))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)).intValue()).findFirst().orElse(0);
    }

    static void waitFor(BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("not true after 20 s");
            try {
                Thread.sleep(20);
            } catch (InterruptedException error) {
                throw new AssertionError(error);
            }
        }
    }

    /** Takes a place of a predictor until it is closed. */
    static AutoCloseable hold(String url) throws IOException {
        URI address = URI.create(url);
        String endless = has("failing") ? "" : ", \"ignore_eos\": true";  // the mock engine repeats the prompt, and refuses the field
        String asked = "{\"model\": \"llm\", \"max_tokens\": 1000, \"prompt\": \"" + "a ".repeat(100) + "\"" + endless + "}";
        byte[] body = asked.getBytes(StandardCharsets.UTF_8);
        String head = "POST /openai/v1/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + KEY
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        waitFor(() -> inFlight(url) == 1);
        return () -> {
            socket.close();
            waitFor(() -> inFlight(url) == 0);
        };
    }

    private static String get(String url) {
        try {
            HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) throw new AssertionError(url + ": " + answer.body());
            return answer.body();
        } catch (IOException | InterruptedException error) {
            throw new AssertionError(url, error);
        }
    }
}

package clients.springai;

import java.time.Duration;
import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The time-out of Spring AI 2's ChatClient, which a bean must set: OpenAiChatProperties.toOptions() of 2.0.1 leaves the property out, and
 * OpenAiChatOptions puts 60 seconds in its place, for the whole of a call or of a stream.
 */
@Configuration
public class ChatTimeOut {
    @Bean
    ChatClientBuilderCustomizer timeOut(@Value("${spring.ai.openai.timeout}") Duration timeOut) {
        return client -> client.defaultOptions(OpenAiChatOptions.builder().timeout(timeOut));
    }
}

package clients.springai;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.openai.OpenAiChatOptions;

/** `tool_choice` in the options of Spring AI 1. */
public final class ToolChoice {
    private ToolChoice() {}

    /** The prompt, whose answer must be the call of a tool. */
    public static ChatClient.ChatClientRequestSpec required(ChatClient.ChatClientRequestSpec prompt) {
        return prompt.options(OpenAiChatOptions.builder().toolChoice("required").build());
    }
}

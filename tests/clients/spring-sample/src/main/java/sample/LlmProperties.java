package sample;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

@ConfigurationProperties("llm")
public record LlmProperties(String url, String key, Duration timeout, int attempts, Duration longestWait, String fallback) {}

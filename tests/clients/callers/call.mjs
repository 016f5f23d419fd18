// One call by one client of npm: `node call.mjs CLIENT URL GRPC_PORT KEY SECONDS QUERY`. Prints the answer; an error is the stack.

const [name, url, , key, seconds, query] = process.argv.slice(2);
const [baseURL, timeout] = [`${url}/openai/v1`, Number(seconds) * 1000];

const CLIENTS = {
  async "npm-openai"() {
    const { default: OpenAI } = await import("openai");
    const client = new OpenAI({ baseURL, apiKey: key, timeout, maxRetries: 0 });
    const body = { model: "llm", messages: [{ role: "user", content: query }], max_tokens: 100, stream: true };
    let text = "";
    for await (const chunk of await client.chat.completions.create(body, { signal: AbortSignal.timeout(timeout) })) {
      text += chunk.choices[0]?.delta?.content ?? "";
    }
    return text;
  },
  async "ai-sdk"() {
    const [{ streamText }, { createOpenAICompatible }] = await Promise.all([import("ai"), import("@ai-sdk/openai-compatible")]);
    const model = createOpenAICompatible({ name: "llm", baseURL, apiKey: key })("llm");
    let failure = null;
    const options = { model, prompt: query, maxOutputTokens: 100, maxRetries: 0, abortSignal: AbortSignal.timeout(timeout) };
    const result = streamText({ ...options, onError: ({ error }) => { failure = error; } });
    let text = "";
    for await (const part of result.fullStream) {
      if (part.type === "text-delta") text += part.text;
      if (part.type === "error") failure ??= part.error;
      if (part.type === "abort") failure ??= new Error("time-out");
    }
    if (failure) throw new Error(`${failure.message} ${failure.responseBody ?? ""}`, { cause: failure });
    return text;
  },
};

console.log(await CLIENTS[name]());

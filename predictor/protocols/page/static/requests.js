// One request: how the page sends it, and how a caller would in curl, Java and Python.

const base = new URL("..", import.meta.url).href.replace(/\/$/, "");
const shell = (value) => `'${value.replaceAll("'", "'\\''")}'`;
const java = (value) => JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

// A literal of Python: its strings take JSON's escapes, its booleans and dictionaries are written otherwise.
function python(value) {
  if (value === true) return "True";
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, one]) => `"${name}": ${python(one)}`).join(", ")}}`;
}

export const ROUTES = {
  "infer/stream": {
    label: "POST /infer/stream",
    body: (form) => ({ query: form.query, max_length: form.max_length, temperature: form.temperature, top_p: form.top_p }),
    text: (event) => event.text,
    usage: (event) => event.usage,
    error: (event) => event.detail,
  },
  "openai/v1/chat/completions": {
    label: "POST /openai/v1/chat/completions",
    body: (form) => ({
      model: form.model,
      messages: [{ role: "user", content: form.query }],
      max_tokens: form.max_length,
      temperature: form.temperature,
      top_p: form.top_p,
      stream: true,
      stream_options: { include_usage: true },
    }),
    text: (event) => event.choices?.[0]?.delta?.content ?? "",
    usage: (event) => event.usage,
    error: (event) => event.error && (event.error.detail ?? event.error.message),
  },
};

function curl(path, body, withKey) {
  const key = withKey ? ` \\\n  -H "Authorization: Bearer $LLM_API_KEY"` : "";
  return `curl -N --fail-with-body ${base}/${path} \\\n  -H 'Content-Type: application/json'${key} \\\n  -d ${shell(JSON.stringify(body))}`;
}

function javaClient(path, body, withKey) {
  const key = withKey ? `\n    .headers(headers -> headers.setBearerAuth(System.getenv("LLM_API_KEY")))` : "";
  return `// Spring WebClient (spring-boot-starter-webflux)
WebClient.create(${java(base)}).post().uri(${java(`/${path}`)})
    .contentType(MediaType.APPLICATION_JSON)${key}
    .bodyValue(${java(JSON.stringify(body))})
    .retrieve()
    .bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
    .doOnNext(event -> { if ("error".equals(event.event())) throw new IllegalStateException(event.data()); })
    .mapNotNull(ServerSentEvent::data)
    .takeWhile(data -> !"[DONE]".equals(data))
    .timeout(Duration.ofSeconds(130))
    .doOnNext(System.out::println)
    .blockLast();`;
}

function pythonClient(path, body, withKey) {
  const key = withKey ? `headers={"Authorization": f"Bearer {os.environ['LLM_API_KEY']}"}, ` : "";
  if (path === "infer/stream") {
    return `import json${withKey ? ", os" : ""}

import httpx

body = ${python(body)}
with httpx.stream("POST", "${base}/${path}", json=body, ${key}timeout=130) as answer:
    if answer.is_error:
        raise SystemExit(answer.read().decode())
    for line in answer.iter_lines():
        if line.startswith("data: {"):
            event = json.loads(line[6:])
            print(event.get("text") or event.get("detail", ""), end="", flush=True)
print()`;
  }
  const arguments_ = Object.entries(body).map(([name, value]) => `    ${name}=${python(value)},`).join("\n");
  return `import os

from openai import OpenAI

client = OpenAI(base_url="${base}/openai/v1", api_key=os.environ.get("LLM_API_KEY", "none"), timeout=130)
stream = client.chat.completions.create(
${arguments_}
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
print()`;
}

export const LANGUAGES = { curl, Java: javaClient, Python: pythonClient };

// The events of a Server-Sent Events body (HTML standard, 9.2): {name, data} for each.
export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split(/\r?\n\r?\n/);
    rest = parts.pop();
    for (const part of parts) {
      const lines = part.split(/\r?\n/);
      const of = (field) => lines.filter((line) => line.startsWith(`${field}:`)).map((line) => line.slice(field.length + 1).replace(/^ /, ""));
      if (of("data").length) yield { name: of("event")[0] ?? "message", data: of("data").join("\n") };
    }
  }
}

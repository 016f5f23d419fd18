// A page that streams from a predictor of another origin, in place of EventSource, which sends neither POST nor a key:
//   for await (const event of events(`${url}/infer/stream`, key, {query})) show(event.text);
// The predictor names the page's origin in LLM_CORS_ORIGINS. A key in a page is everybody's: a public page asks a service of its own.

/** The events of a stream as objects; throws where the server refuses, where the stream holds an error, and where it breaks. */
export async function* events(url, key, body, signal) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal });
  if (!answer.ok) {
    throw new Error(`${answer.status}, Retry-After ${answer.headers.get("retry-after")}: ${await answer.text()}`);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error("the stream broke");
    const whole = (rest + value).split("\n\n");
    rest = whole.pop();
    for (const event of whole) {
      const data = event.match(/^data: (.*)$/m)?.[1];
      if (data === "[DONE]") return;
      if (/^event: error$/m.test(event)) throw new Error(data);
      if (data) yield JSON.parse(data);
    }
  }
}

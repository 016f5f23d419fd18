"""The playground (LLM_PLAYGROUND): its page, and what a text's masking would do."""

from dataclasses import asdict
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from predictor.errors import BodyTooLarge, PersonalDataRejected
from predictor.inference.context import RequestContext
from predictor.inference.masking_cost import is_costly
from predictor.inference.pipeline import Pipeline
from predictor.inference.text import normalise_whitespace, truncate
from predictor.pii.findings import findings
from predictor.protocols.json_body import read_object, read_text
from predictor.protocols.page import files
from predictor.protocols.schemas import InferBody

BODY_BYTES: Final = 65_536  # a query of 4,096 characters takes 49,152 where each is written as two escapes


def register(app: FastAPI, pipeline: Pipeline) -> None:
    """Add the page at `/playground`, and `POST /playground/mask`, which takes the body of /infer and needs the key."""

    @app.get("/playground", include_in_schema=False)
    async def page(request: Request) -> Response:
        if request.scope.get("raw_path", b"").endswith(b"/"):
            return RedirectResponse("../playground", 308)  # the page names its files relative to the folder it lies in
        return files.send(files.PLAYGROUND_PAGE)

    @app.post("/playground/mask", include_in_schema=False)
    async def mask(request: Request) -> JSONResponse:
        return JSONResponse(await _preview(pipeline, RequestContext.of(request.scope), await request.body()))


async def _preview(pipeline: Pipeline, context: RequestContext, raw: bytes) -> dict[str, Any]:
    if len(raw) > BODY_BYTES:
        raise BodyTooLarge(
            f"요청 본문이 너무 큽니다 (최대 {BODY_BYTES}바이트)",
            message=f"The request body is too large (at most {BODY_BYTES} bytes)",
        )
    text = normalise_whitespace(InferBody.parse(read_object(read_text(raw))).query)
    if is_costly(pipeline.masker, text.encode("utf-8", "surrogatepass")):
        return await pipeline.workers.run(context.origin, masked, pipeline, context, text)
    return masked(pipeline, context, text)


def masked(pipeline: Pipeline, context: RequestContext, text: str) -> dict[str, Any]:
    """The answer to a text of normalised whitespace. Neither the text nor the answer is kept or logged.

    `masked` is the text that /infer would give the model, None where /infer would refuse it for the reason in `refused`. `values`
    are those found in `text`, by their place in its characters (Unicode code points).
    """
    values = findings(pipeline.masker, text) if pipeline.masker else []
    masking = pipeline.begin_masking(context)
    masking.reserve([text])
    answer: dict[str, Any] = {"text": text, "values": [asdict(value) for value in values], "masking": masking.enabled}
    try:
        whole = masking.mask(text)
    except PersonalDataRejected as error:
        return answer | {"masked": None, "refused": error.detail}
    return answer | {"masked": truncate(whole, pipeline.settings.input_max_length, masking.placeholders), "refused": None}

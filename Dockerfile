# Level Up in one small image: the program, certificates, a folder for its data.
FROM node:20.20.2-bookworm-slim AS packages
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund
WORKDIR /src/tools/model
COPY tools/model/package.json tools/model/package-lock.json tools/model/.npmrc ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY tools/go.mod tools/go.sum tools/
RUN go mod download && go -C tools mod download
COPY . .
COPY --from=packages /src/web/node_modules web/node_modules
COPY --from=packages /src/tools/model/node_modules tools/model/node_modules
ARG VERSION=unknown
RUN go -C tools run ./assets \
 && go run ./cmd/embeddings \
 && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /levelup ./cmd/levelup \
 && mkdir /data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /levelup /levelup
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
VOLUME /data
EXPOSE 8080
ENV LEVELUP_ADDR=0.0.0.0:8080 LEVELUP_DATABASE_URL=sqlite:/data/levelup.db LEVELUP_LOG=json
# There is no HEALTHCHECK, since there is no shell to run one with: whoever runs
# the container asks GET /readyz, as fly.toml does.
ENTRYPOINT ["/levelup"]
CMD ["serve"]

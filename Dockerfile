# Level Up in one small image: the program, its licences and what it is made of,
# certificates, a folder for its data. The images it is built in are named by their exact
# versions; tools/container.sh goes the same steps where there is no container engine.
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
RUN go -C tools build -o ../bin/ ./assets ./bill \
 && bin/assets -root . \
 && go run ./cmd/embeddings \
 && CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$VERSION" -o /out/levelup ./cmd/levelup \
 && bin/assets -root . -packages | bin/bill -root . -version "$VERSION" /out/levelup \
 && cp LICENSE /out/ \
 && mkdir /data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out /
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
VOLUME /data
EXPOSE 8080
# Nothing is written but below /data, also what SQLite sorts: the rest may be read-only.
ENV LEVELUP_ADDR=0.0.0.0:8080 LEVELUP_DATABASE_URL=sqlite:/data/levelup.db LEVELUP_LOG=json TMPDIR=/data
# There is no shell to ask with, so the program asks itself.
HEALTHCHECK --interval=15s --timeout=4s --start-period=10s CMD ["/levelup", "health"]
ENTRYPOINT ["/levelup"]
CMD ["serve"]

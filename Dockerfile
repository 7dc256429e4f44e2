# archlint alone: one static file, no shell, not root.
#
#   docker build -t archlint --build-arg VERSION=v0.1.0 .
#   docker run --rm --network none --read-only -v "$PWD:/work:ro" archlint check
# By digest: a tag can be moved to another image.
FROM golang:1.26.8@sha256:3c3e25a4da13fd0478eed2df1eb35a0e667094a7124d3993a6a1d30f71c17e79 AS build
ARG VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.release=${VERSION}" -o /out/archlint ./cmd/archlint

FROM scratch
COPY --from=build /out/archlint /archlint
COPY --from=build /src/LICENSE /LICENSE
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/archlint"]
CMD ["check"]

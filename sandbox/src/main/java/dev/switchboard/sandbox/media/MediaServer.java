// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

import dev.switchboard.sandbox.http.StreamedRequest;
import dev.switchboard.sandbox.http.StreamedResponse;
import dev.switchboard.sandbox.http.StreamingHandler;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The media store's HTTP side: uploads whole or in pieces, downloads whole or in ranges. Whoever knows a path may
/// fetch what it leads to, only uploads need a permission.
public final class MediaServer implements StreamingHandler {

    private static final Logger LOG = LoggerFactory.getLogger(MediaServer.class);
    private static final String OCTETS = "application/octet-stream";
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/webp", "image/gif");
    private static final String PICTURES_OF_PEOPLE = "/v/t61.";
    private static final List<String> OTHERS = List.of("/admin", "/phone", "/ws");

    private final MediaStore store;
    private final MediaAuth auth;
    private final MediaHost host;

    /// Serves a store.
    public MediaServer(MediaStore store, MediaAuth auth, MediaHost host) {
        this.store = store;
        this.auth = auth;
        this.host = host;
    }

    @Override
    public boolean takes(String method, String target) {
        String path = UploadToken.pathOf(target);
        return path.length() > 1
                && !path.startsWith(PICTURES_OF_PEOPLE)
                && OTHERS.stream().noneMatch(other -> path.equals(other) || path.startsWith(other + "/"));
    }

    @Override
    public StreamedResponse handle(StreamedRequest request) throws IOException {
        return switch (request.method()) {
            case "POST", "PUT" -> upload(request);
            case "GET" -> download(request, true);
            case "HEAD" -> download(request, false);
            case "DELETE" -> StreamedResponse.empty(store.delete(request.target()) ? 200 : 404);
            default -> new StreamedResponse(405, Map.of("Allow", "POST, PUT, GET, HEAD, DELETE"), 0, Optional.empty());
        };
    }

    private StreamedResponse upload(StreamedRequest request) throws IOException {
        String target = request.target();
        if (!UploadToken.parameter(target, "auth").flatMap(auth::holder).isPresent()) {
            return error(401, "auth: missing, wrong or expired");
        }
        Optional<String> token = UploadToken.of(target);
        if (token.isEmpty()) {
            return error(400, "token: missing");
        }
        long offset;
        try {
            offset = UploadToken.parameter(target, "file_offset")
                    .map(Long::parseLong)
                    .orElse(0L);
        } catch (NumberFormatException _) {
            return error(400, "file_offset: no number");
        }
        if (offset == 0 && UploadToken.parameter(target, "resume").isPresent()) {
            return resume(request, token.get());
        }
        return take(request, token.get(), offset);
    }

    /// Tells how far an upload has come; a body that comes with the question is the file itself.
    private StreamedResponse resume(StreamedRequest request, String token) throws IOException {
        int first = request.body().read();
        if (first >= 0) {
            return take(request, token, 0, first);
        }
        Optional<StoredMedia> complete = store.complete(token);
        if (complete.isPresent()) {
            return json(200, "{\"resume\":\"complete\"," + fields(request, complete.get()) + "}");
        }
        return json(200, "{\"resume\":\"" + store.progress(token) + "\"}");
    }

    private StreamedResponse take(StreamedRequest request, String token, long offset) throws IOException {
        return take(request, token, offset, -1);
    }

    private StreamedResponse take(StreamedRequest request, String token, long offset, int first) throws IOException {
        Optional<Upload> begun = store.begin(token, offset);
        if (begun.isEmpty()) {
            return error(416, "file_offset: there are not so many bytes");
        }
        try (Upload upload = begun.get()) {
            if (first >= 0) {
                upload.write(first);
            }
            request.body().transferTo(upload);
            StoredMedia media = upload.finish(contentType(request));
            if (!UploadToken.hash(token).map(media.sha256()::equals).orElse(false)) {
                LOG.warn("an upload of {} bytes does not have the hash that its token says", media.size());
            }
            return json(200, "{" + fields(request, media) + "}");
        }
    }

    private static String contentType(StreamedRequest request) {
        return request.header("content-type").filter(PICTURES::contains).orElse(OCTETS);
    }

    private String fields(StreamedRequest request, StoredMedia media) {
        String url = host.url(request.header("host").orElse(""), media.directPath());
        return "\"url\":\"" + escaped(url) + "\",\"direct_path\":\"" + media.directPath() + "\",\"handle\":\""
                + media.handle() + "\",\"object_id\":\"" + media.id() + "\"";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private StreamedResponse download(StreamedRequest request, boolean withBody) {
        return switch (store.find(request.target())) {
            case Found.Here(StoredMedia media) -> piece(request, media, withBody);
            case Found.Expired() -> error(410, "this file has expired");
            case Found.Unknown() -> error(404, "there is no such file");
        };
    }

    private static StreamedResponse piece(StreamedRequest request, StoredMedia media, boolean withBody) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", media.contentType());
        headers.put("Accept-Ranges", "bytes");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("ETag", "\"" + media.id() + "\"");
        return switch (ByteRange.of(request.header("range"), media.size())) {
            case ByteRange.Wanted.Whole() -> respond(200, headers, media, new ByteRange(0, media.size()), withBody);
            case ByteRange.Wanted.Piece(ByteRange range) -> {
                headers.put("Content-Range", range.contentRange(media.size()));
                yield respond(206, headers, media, range, withBody);
            }
            case ByteRange.Wanted.Beyond() ->
                new StreamedResponse(416, Map.of("Content-Range", "bytes */" + media.size()), 0, Optional.empty());
        };
    }

    private static StreamedResponse respond(
            int status, Map<String, String> headers, StoredMedia media, ByteRange range, boolean withBody) {
        Optional<StreamedResponse.Body> body = withBody ? Optional.of(() -> open(media, range)) : Optional.empty();
        return new StreamedResponse(status, headers, range.length(), body);
    }

    private static InputStream open(StoredMedia media, ByteRange range) throws IOException {
        FileChannel channel = FileChannel.open(media.file());
        channel.position(range.from());
        return new LimitedStream(Channels.newInputStream(channel), range.length());
    }

    private static StreamedResponse error(int status, String message) {
        return json(status, "{\"error\":\"" + message + "\"}");
    }

    private static StreamedResponse json(int status, String text) {
        return StreamedResponse.of(status, "application/json", Bytes.utf8(text));
    }
}

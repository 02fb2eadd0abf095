// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.MediaKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpRange;

/// Answers with a file, whole or in part. What a browser would run is only ever offered for saving.
final class FileAnswer {
    private static final Set<String> SHOWN = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    private FileAnswer() {}

    static void write(MediaLibrary library, Media media, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        long size = media.size().orElse(0L);
        String tag = "\"" + media.sha256().orElse("") + "\"";
        response.setHeader("ETag", tag);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Cache-Control", "private, max-age=3600");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        response.setHeader("Content-Disposition", disposition(media));
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(304);
            return;
        }
        long from = 0;
        long length = size;
        HttpRange range = range(request, tag);
        if (range != null) {
            from = range.getRangeStart(size);
            length = range.getRangeEnd(size) - from + 1;
            if (from >= size || length <= 0) {
                response.setHeader("Content-Range", "bytes */" + size);
                throw Problem.of(ProblemKind.RANGE_NOT_SATISFIABLE, "The range is outside of the file.")
                        .withAccepted("a range within " + size + " bytes")
                        .refusal();
            }
            response.setStatus(206);
            response.setHeader("Content-Range", "bytes " + from + "-" + (from + length - 1) + "/" + size);
        }
        response.setContentType(media.mimeType());
        response.setContentLengthLong(length);
        if (!request.getMethod().equals("HEAD")) {
            try (InputStream in = library.open(media, from, length)) {
                in.transferTo(response.getOutputStream());
            }
        }
    }

    /// The one range that is asked for; several at once are answered with the whole file, as HTTP allows.
    private static @Nullable HttpRange range(HttpServletRequest request, String tag) {
        String condition = request.getHeader("If-Range");
        if (request.getHeader("Range") == null || (condition != null && !condition.equals(tag))) {
            return null;
        }
        try {
            List<HttpRange> ranges = HttpRange.parseRanges(request.getHeader("Range"));
            return ranges.size() == 1 ? ranges.getFirst() : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static String disposition(Media media) {
        String type = MediaKind.base(media.mimeType());
        boolean shown = SHOWN.contains(type) || type.startsWith("audio/") || type.startsWith("video/");
        ContentDisposition.Builder disposition = shown ? ContentDisposition.inline() : ContentDisposition.attachment();
        media.fileName().ifPresent(name -> disposition.filename(name, StandardCharsets.UTF_8));
        return disposition.build().toString();
    }
}

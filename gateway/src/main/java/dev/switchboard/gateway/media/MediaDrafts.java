// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Brings files into the form in which a message can have them.
public final class MediaDrafts {
    private final MediaLibrary library;
    private final MediaFetcher fetcher;
    private final Ffmpeg ffmpeg;
    private final OutboundSettings outbound;

    public MediaDrafts(MediaLibrary library, MediaFetcher fetcher, Ffmpeg ffmpeg, OutboundSettings outbound) {
        this.library = library;
        this.fetcher = fetcher;
        this.ffmpeg = ffmpeg;
        this.outbound = outbound;
    }

    /// A file that can be sent as this kind of message: taken in, checked, and converted if it has to be.
    ///
    /// @throws Refusal if that cannot be
    public Media sendable(Session session, MediaInput input, MediaKind kind) throws IOException {
        Media media = file(session, input, kind::accepts);
        if (!kind.accepts(media.mimeType())) {
            return MediaRefusals.added(new Addition.WrongType(media.mimeType()));
        }
        Media here = MediaRefusals.here(fetcher.bring(Sessions.lease(session), media));
        if (kind.needsConversion(here.mimeType())) {
            return ffmpeg.converted(library, Sessions.lease(session), here, kind);
        }
        return ffmpeg.measured(library, here, kind);
    }

    /// A square JPEG for a profile, made of any picture.
    ///
    /// @throws Refusal if it is no picture
    public Bytes profilePicture(Session session, MediaInput input) throws IOException {
        Media media = MediaRefusals.here(
                fetcher.bring(Sessions.lease(session), file(session, input, type -> type.startsWith("image/"))));
        try (InputStream content = library.open(media, 0, media.size().orElse(0L))) {
            return Pictures.square(content)
                    .orElseThrow(
                            () -> Problem.of(ProblemKind.MEDIA_TYPE_REFUSED, "The file is no picture that can be read.")
                                    .withAccepted("JPEG, PNG, GIF or WebP")
                                    .refusal());
        }
    }

    /// The file that is meant.
    ///
    /// @throws Refusal if there is none
    Media file(Session session, MediaInput input, Predicate<String> accepts) throws IOException {
        long given = Stream.of(input.mediaId(), input.url(), input.base64())
                .filter(value -> value != null && !value.isBlank())
                .count();
        if (given != 1) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "A file is named in one way.")
                    .withAccepted("one of mediaId, url and base64")
                    .refusal();
        }
        if (input.mediaId() != null) {
            return library.find(session.key().ref(), input.mediaId()).orElseThrow(MediaRefusals::unknown);
        }
        NewFile wish = NewFile.upload(
                        () -> new ByteArrayInputStream(new byte[0]),
                        Optional.ofNullable(input.mimeType()),
                        Optional.ofNullable(input.fileName()))
                .accepting(accepts);
        return MediaRefusals.added(
                input.url() != null
                        ? library.fetch(Sessions.lease(session), address(input.url()), wish, outbound.timeLimit())
                        : library.add(Sessions.lease(session), decoded(String.valueOf(input.base64()), wish)));
    }

    private static URI address(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException _) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field url is no address.")
                    .withAccepted("an http or https address")
                    .refusal();
        }
    }

    private static NewFile decoded(String base64, NewFile wish) {
        int comma = base64.startsWith("data:") ? base64.indexOf(',') : -1;
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(base64.substring(comma + 1));
        } catch (IllegalArgumentException _) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field base64 is not Base64.")
                    .refusal();
        }
        return new NewFile(
                () -> new ByteArrayInputStream(bytes),
                wish.mimeType(),
                wish.fileName(),
                Media.Origin.UPLOAD,
                wish.look(),
                wish.accepts());
    }
}

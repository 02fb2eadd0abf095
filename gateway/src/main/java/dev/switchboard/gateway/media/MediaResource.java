// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/// `/api/v1/sessions/{id}/media`.
@RestController
@RequestMapping("/api/v1/sessions/{id}/media")
@Tag(name = "Media", description = "Files: to be sent, and of messages that came in")
public final class MediaResource {
    private static final Duration LINK_STANDARD = Duration.ofHours(1);
    private static final long LINK_LONGEST = Duration.ofDays(7).toSeconds();

    private final Sessions sessions;
    private final MediaLibrary library;
    private final MediaFetcher fetcher;
    private final MediaDrafts drafts;
    private final InstantSource time;

    public MediaResource(
            Sessions sessions, MediaLibrary library, MediaFetcher fetcher, MediaDrafts drafts, InstantSource time) {
        this.sessions = sessions;
        this.library = library;
        this.fetcher = fetcher;
        this.drafts = drafts;
        this.time = time;
    }

    /// The body that asks for a link.
    @Schema(name = "NewMediaLink")
    public record NewMediaLink(
            @Schema(description = "how long it works", example = "3600") @Nullable
            Long expiresInSeconds) {}

    /// A link that shows a file to whoever has it.
    @Schema(name = "MediaLink")
    public record MediaLink(
            @Schema(example = "/media/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
            String url,

            Instant expiresAt) {
        @Override
        public String toString() {
            return "MediaLink[" + expiresAt + "]";
        }
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ApiResponse(responseCode = "201", description = "The file, kept")
    @Operation(
            summary = "Upload a file",
            description = "As multipart with a part called file; it goes to the store a piece at a time. What it is, is"
                    + " told by its bytes. Use its id in messages.")
    ResponseEntity<MediaView> upload(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestPart("file") MultipartFile file)
            throws IOException {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        NewFile wish = NewFile.upload(
                file::getInputStream,
                Optional.ofNullable(file.getContentType()),
                Optional.ofNullable(file.getOriginalFilename()).filter(name -> !name.isBlank()));
        return created(session, MediaRefusals.added(library.add(Sessions.lease(session), wish)));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "201", description = "The file, kept")
    @Operation(
            summary = "Take in a file by address or as Base64",
            description = "Only public addresses are fetched, and every redirect is checked as well.")
    ResponseEntity<MediaView> take(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @RequestBody MediaInput body)
            throws IOException {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        if (body.mediaId() != null) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The file is here already.")
                    .withAccepted("url or base64")
                    .refusal();
        }
        return created(session, drafts.file(session, body, _ -> true));
    }

    private static ResponseEntity<MediaView> created(Session session, Media media) {
        return ResponseEntity.created(
                        URI.create("/api/v1/sessions/" + session.key().id() + "/media/" + media.id()))
                .body(MediaView.of(media));
    }

    @GetMapping
    @Operation(summary = "List files", description = "Newest first.")
    Page<MediaView> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return library.page(session.key().ref(), cursor, Cursor.limit(limit)).map(MediaView::of);
    }

    @GetMapping("/{mediaId}")
    @Operation(
            summary = "Get a file",
            description = "Whole, or a range of it. A file of a message is fetched from the network if it is not here.")
    void get(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String mediaId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        Media media = MediaRefusals.here(fetcher.bring(Sessions.lease(session), find(session, mediaId)));
        FileAnswer.write(library, media, request, response);
    }

    @GetMapping("/{mediaId}/info")
    @Operation(summary = "Look at what is known of a file")
    MediaView info(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String mediaId) {
        return MediaView.of(find(SessionLookup.find(sessions, caller, sessionId), mediaId));
    }

    @PostMapping("/{mediaId}/link")
    @ApiResponse(responseCode = "201", description = "The link, shown only now")
    @Operation(
            summary = "Make a link to a file",
            description = "Whoever has the link sees the file until it expires; an hour unless told otherwise.")
    ResponseEntity<MediaLink> link(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String mediaId,
            @RequestBody(required = false) @Nullable NewMediaLink body)
            throws IOException {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        long seconds =
                body == null || body.expiresInSeconds() == null ? LINK_STANDARD.toSeconds() : body.expiresInSeconds();
        if (seconds < 1 || seconds > LINK_LONGEST) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field expiresInSeconds is out of bounds.")
                    .withAccepted("1 to " + LINK_LONGEST + " seconds")
                    .refusal();
        }
        Media media = MediaRefusals.here(fetcher.bring(Sessions.lease(session), find(session, mediaId)));
        Instant expires = Instant.ofEpochMilli(time.millis()).plusSeconds(seconds);
        Instant end = media.expiresAt().isBefore(expires) ? media.expiresAt() : expires;
        MediaLink link = new MediaLink(MediaLinkResource.PATH + library.link(media, end), end);
        return ResponseEntity.created(URI.create(link.url()))
                .header("Cache-Control", "no-store")
                .body(link);
    }

    @DeleteMapping("/{mediaId}")
    @ResponseStatus(org.springframework.http.HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Delete a file",
            description = "Here; messages that were sent keep it on their recipients' devices.")
    void delete(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String mediaId) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        if (!library.delete(Sessions.lease(session), mediaId)) {
            throw MediaRefusals.unknown();
        }
    }

    private Media find(Session session, String mediaId) {
        return library.find(session.key().ref(), mediaId).orElseThrow(MediaRefusals::unknown);
    }
}

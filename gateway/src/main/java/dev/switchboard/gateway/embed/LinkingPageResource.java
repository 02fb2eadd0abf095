// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Linking pages over HTTP, for who makes them.
@RestController
@RequestMapping("/api/v1/sessions/{id}/linking-pages")
@Tag(
        name = "Linking pages",
        description = "One-time addresses that a customer opens to link a session, without any credential")
public final class LinkingPageResource {
    private static final Duration STANDARD_LIFE = Duration.ofMinutes(30);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int URL_LIMIT = 2_000;

    private final Sessions sessions;
    private final LinkingPages pages;
    private final InstantSource time;

    public LinkingPageResource(Sessions sessions, LinkingPages pages, InstantSource time) {
        this.sessions = sessions;
        this.pages = pages;
        this.time = time;
    }

    /// The body that makes a page.
    @Schema(name = "NewLinkingPage")
    public record NewLinkingPage(
            @Schema(description = "how long it can be used; half an hour if left out", example = "1800") @Nullable
            Long lifeSeconds,

            @Schema(description = "en, es or ar; the browser's if left out", example = "en") @Nullable
            String language,

            @Schema(
                    description = "where the customer is sent when the account is linked",
                    example = "https://example.com/done")
            @Nullable
            String returnUrl) {}

    /// A page.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "LinkingPage")
    public record LinkingPageView(
            @Schema(example = "lp_1f2e3d4c5b6a7988") String id,
            String session,

            @Schema(description = "the address, shown only once") @Nullable
            String url,

            @Schema(allowableValues = {"waiting", "opened", "linked", "expired", "revoked"})
            String state,

            @Nullable String language,
            @Nullable String returnUrl,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant openedAt,
            @Nullable Instant linkedAt) {
        @Override
        public String toString() {
            return "LinkingPageView[" + id + "]";
        }
    }

    @PostMapping
    @ApiResponse(responseCode = "201", description = "The page; its address is shown only now")
    @Operation(
            summary = "Make a linking page",
            description =
                    "Whoever opens its address first can link this session, and nothing else; it is good for one browser and"
                            + " expires.")
    ResponseEntity<LinkingPageView> create(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable NewLinkingPage body,
            HttpServletRequest request) {
        Session session = SessionLookup.find(sessions, caller, id);
        if (session.linked()) {
            throw Problem.of(ProblemKind.ALREADY_LINKED, "The session is linked to an account.")
                    .withAdvice("Log the session out first to link another account.")
                    .refusal();
        }
        NewLinkingPage wish = body == null ? new NewLinkingPage(null, null, null) : body;
        Optional<String> language = Optional.ofNullable(wish.language());
        if (language.isPresent() && language.flatMap(PageWords::language).isEmpty()) {
            throw refused("The language is not known.", PageWords.known());
        }
        LinkingPages.Made made = pages.create(
                caller,
                session,
                new LinkingPages.Wish(
                        life(wish.lifeSeconds()),
                        language,
                        Optional.ofNullable(wish.returnUrl()).map(LinkingPageResource::returnUrl)));
        String url = request.getScheme() + "://" + request.getHeader("Host") + LinkPageResource.PATH + made.secret();
        return ResponseEntity.created(URI.create("/api/v1/sessions/" + id + "/linking-pages/"
                        + made.page().id()))
                .cacheControl(CacheControl.noStore())
                .body(view(made.page(), url));
    }

    private static Duration life(@Nullable Long seconds) {
        if (seconds == null) {
            return STANDARD_LIFE;
        }
        if (seconds < SHORTEST.toSeconds() || seconds > LONGEST.toSeconds()) {
            throw refused("lifeSeconds is out of bounds.", SHORTEST.toSeconds() + " to " + LONGEST.toSeconds());
        }
        return Duration.ofSeconds(seconds);
    }

    private static String returnUrl(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null && text.length() <= URL_LIMIT) {
                return uri.toASCIIString();
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw refused("The field returnUrl is no web address.", "returnUrl as https://example.com/done");
    }

    @GetMapping
    @Operation(summary = "List a session's linking pages", description = "Newest first.")
    Page<LinkingPageView> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Session session = SessionLookup.find(sessions, caller, id);
        Page<LinkingPage> page = pages.page(caller, session, before(cursor), Cursor.limit(limit));
        return new Page<>(page.items().stream().map(one -> view(one, null)).toList(), page.next());
    }

    private static long before(@Nullable String cursor) {
        String key = cursor == null ? "" : Cursor.key(cursor);
        if (!key.matches("\\d{0,18}")) {
            throw Problem.of(ProblemKind.INVALID_CURSOR, "The cursor is not one of ours.")
                    .refusal();
        }
        return key.isEmpty() ? Long.MAX_VALUE : Long.parseLong(key);
    }

    @GetMapping("/{pageId}")
    @Operation(summary = "Look at a linking page")
    LinkingPageView get(@AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable String pageId) {
        return view(find(caller, id, pageId), null);
    }

    @DeleteMapping("/{pageId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke a linking page", description = "Its address shows nothing any more, at once.")
    void revoke(@AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable String pageId) {
        pages.revoke(caller, find(caller, id, pageId));
    }

    private LinkingPage find(Caller caller, String id, String pageId) {
        Session session = SessionLookup.find(sessions, caller, id);
        return pages.find(caller, session, pageId)
                .orElseThrow(() -> Problem.of(ProblemKind.NOT_FOUND, "The session has no linking page with this id.")
                        .refusal());
    }

    private LinkingPageView view(LinkingPage page, @Nullable String url) {
        LinkingPage.Moments moments = page.moments();
        String state = moments.revokedAt().isPresent()
                ? "revoked"
                : moments.linkedAt().isPresent()
                        ? "linked"
                        : !page.good(time.instant())
                                ? "expired"
                                : moments.openedAt().isPresent() ? "opened" : "waiting";
        return new LinkingPageView(
                page.id(),
                page.session(),
                url,
                state,
                page.language().orElse(null),
                page.returnUrl().orElse(null),
                moments.createdAt(),
                moments.expiresAt(),
                moments.openedAt().orElse(null),
                moments.linkedAt().orElse(null));
    }

    private static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}

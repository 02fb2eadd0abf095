// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.pairing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.QrOffer;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions/{id}/qr` and `/pairing-code`.
@RestController
@RequestMapping("/api/v1/sessions/{id}")
@Tag(name = "Linking", description = "Linking an account by QR code or pairing code")
public final class PairingResource {
    private static final int PNG_SCALE = 6;

    private final Sessions sessions;
    private final Pairing pairing;

    public PairingResource(Sessions sessions, Pairing pairing) {
        this.sessions = sessions;
        this.pairing = pairing;
    }

    /// The forms of a QR code.
    private enum Form {
        JSON("application/json"),
        PNG("image/png"),
        SVG("image/svg+xml"),
        TEXT("text/plain"),
        TERMINAL("text/plain;charset=UTF-8");

        private final String type;

        Form(String type) {
            this.type = type;
        }

        private MediaType type() {
            return MediaType.parseMediaType(type);
        }
    }

    /// A QR code in JSON.
    @Schema(name = "Qr")
    public record QrView(
            @Schema(description = "the text inside the code")
            String qr,

            @Schema(description = "a PNG as a data: address")
            String image,

            Instant expiresAt) {}

    /// The body that asks for a pairing code.
    @Schema(name = "PairingCodeRequest")
    public record PairingCodeRequest(
            @Schema(description = "the number of the phone to link, in any form", example = "+1 555 010 0001") @Nullable
            String phone) {}

    /// A pairing code.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PairingCode")
    public record PairingCodeView(
            @Schema(example = "ABCD-EFGH") String code,
            @Nullable Instant expiresAt) {}

    @GetMapping("/qr")
    @Operation(
            summary = "Get the QR code",
            description =
                    "As JSON, PNG, SVG, its text, or drawn for a terminal: by Accept, or by ?format=json|png|svg|text|terminal."
                            + " While the session connects, the answer waits for the first code.")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = QrView.class)),
                @Content(mediaType = "image/png", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "image/svg+xml", schema = @Schema(type = "string")),
                @Content(mediaType = "text/plain", schema = @Schema(type = "string"))
            })
    ResponseEntity<Object> qr(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String format,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
        Session session = SessionLookup.find(sessions, caller, id);
        Form form = form(format, accept);
        QrOffer offer = pairing.qr(session).orElseThrow(() -> noQr(SessionLookup.find(sessions, caller, id)));
        Object body = switch (form) {
            case JSON -> new QrView(offer.text(), QrImage.of(offer.text()).dataUrl(), offer.expires());
            case PNG -> QrImage.of(offer.text()).png(PNG_SCALE);
            case SVG -> QrImage.of(offer.text()).svg();
            case TEXT -> offer.text();
            case TERMINAL -> QrImage.of(offer.text()).terminal();
        };
        return ResponseEntity.ok()
                .contentType(form.type())
                .cacheControl(CacheControl.noStore())
                .header("X-Expires-At", offer.expires().toString())
                .body(body);
    }

    private static RuntimeException noQr(Session session) {
        if (session.linked()) {
            return Problem.of(
                            ProblemKind.ALREADY_LINKED, "The session is linked to an account, so there is no QR code.")
                    .withAdvice("Log the session out first to link another account.")
                    .refusal();
        }
        return Problem.of(
                        ProblemKind.QR_NOT_AVAILABLE,
                        "The session is " + session.status().state().text() + " and shows no QR code.")
                .withAdvice(
                        session.status().state().atRest()
                                ? "POST /api/v1/sessions/" + session.key().id() + "/connect, then ask again."
                                : session.status().advice())
                .refusal();
    }

    private static Form form(@Nullable String format, @Nullable String accept) {
        if (format != null) {
            return Arrays.stream(Form.values())
                    .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(format.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> Problem.of(ProblemKind.INVALID_REQUEST, "The format is not known.")
                            .withAccepted("format=json, png, svg, text or terminal")
                            .refusal());
        }
        if (accept == null || accept.isBlank()) {
            return Form.JSON;
        }
        List<MediaType> wanted;
        try {
            wanted = new java.util.ArrayList<>(MediaType.parseMediaTypes(accept));
        } catch (IllegalArgumentException _) {
            wanted = List.of();
        }
        org.springframework.util.MimeTypeUtils.sortBySpecificity(wanted);
        for (MediaType type : wanted) {
            for (Form form : Form.values()) {
                if (type.includes(form.type())) {
                    return form;
                }
            }
        }
        throw Problem.of(ProblemKind.NOT_ACCEPTABLE, "The Accept header names no form of a QR code.")
                .withAccepted("application/json, image/png, image/svg+xml, text/plain")
                .refusal();
    }

    @PostMapping("/pairing-code")
    @Operation(
            summary = "Get a pairing code",
            description = "A code to type on the phone instead of scanning. Connects the session if it is at rest.")
    PairingCodeView code(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable PairingCodeRequest body) {
        Session session = SessionLookup.find(sessions, caller, id);
        String phone = digits(body == null ? null : body.phone());
        if (session.linked()) {
            throw Problem.of(ProblemKind.ALREADY_LINKED, "The session is linked to an account.")
                    .withAdvice("Log the session out first to link another account.")
                    .refusal();
        }
        return switch (pairing.code(caller, session, phone)) {
            case Pairing.CodeAnswer.Given(String code, Instant expires) -> new PairingCodeView(code, expires);
            case Pairing.CodeAnswer.Refused(int number) ->
                throw Problem.of(
                                ProblemKind.PAIRING_CODE_REFUSED,
                                "The network refused to give a pairing code (its number: " + number + ").")
                        .withAdvice("Check the phone number; after several tries wait some minutes.")
                        .refusal();
            case Pairing.CodeAnswer.NoAnswer _ ->
                throw Problem.of(ProblemKind.PAIRING_CODE_REFUSED, "The network gave no pairing code in time.")
                        .withAdvice("Try again in a moment, or scan the QR code.")
                        .refusal();
        };
    }

    private static String digits(@Nullable String phone) {
        String digits = phone == null ? "" : phone.replaceAll("[\\s().+-]", "");
        if (!digits.matches("[1-9]\\d{6,14}")) {
            throw Problem.of(ProblemKind.INVALID_PHONE, "The field phone is missing or not a phone number.")
                    .withAccepted("phone with country code, 7 to 15 digits, not beginning with 0")
                    .refusal();
        }
        return digits;
    }
}

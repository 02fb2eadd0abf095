// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.contact;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions/{id}/contacts` and `/blocklist`.
@RestController
@RequestMapping("/api/v1/sessions/{id}")
@Tag(
        name = "Contacts",
        description = "People: names, pictures, presence; which numbers are on WhatsApp; who is blocked")
public final class ContactResource {
    private static final int NAME = 200;

    private final Sessions sessions;
    private final Contacts contacts;

    public ContactResource(Sessions sessions, Contacts contacts) {
        this.sessions = sessions;
        this.contacts = contacts;
    }

    /// The body that asks about numbers.
    @Schema(name = "NumbersToCheck")
    public record Numbers(
            @Schema(example = "[\"+1 555 010 0002\", \"15550100003\"]") @Nullable
            List<String> numbers) {
        @Override
        public String toString() {
            return "Numbers[]";
        }
    }

    /// The body that saves somebody.
    @Schema(name = "ContactNames")
    public record Names(
            @Schema(example = "Alice Example") @Nullable String fullName,
            @Schema(example = "Alice") @Nullable String firstName) {
        @Override
        public String toString() {
            return "Names[]";
        }
    }

    /// A picture at an address of the network's, which works for a while.
    @Schema(name = "Picture")
    public record PictureView(String id, String url) {
        @Override
        public String toString() {
            return "PictureView[]";
        }
    }

    /// What somebody says about themselves.
    @Schema(name = "About")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AboutView(String text, @Nullable Instant since) {
        @Override
        public String toString() {
            return "AboutView[]";
        }
    }

    /// A business's page.
    @Schema(name = "BusinessProfile")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record BusinessView(
            @Nullable String name,
            @Nullable String description,
            @Nullable String address,
            @Nullable String email,
            List<String> websites,
            List<String> categories) {
        @Override
        public String toString() {
            return "BusinessView[]";
        }
    }

    @GetMapping("/contacts")
    @Operation(summary = "List contacts", description = "Everybody of whom something is known: one contact a person.")
    Page<ContactView> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        return contacts.page(find(caller, sessionId), cursor, Cursor.limit(limit));
    }

    @PostMapping("/contacts/check")
    @Operation(
            summary = "Check whether numbers are on WhatsApp",
            description = "At most " + Contacts.IN_ONE_REQUEST
                    + " at a time. Answers are kept for a week, for numbers that are"
                    + " not there for six hours, so that the network is not asked needlessly.")
    List<Contacts.NumberCheck> check(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @RequestBody Numbers body) {
        List<String> numbers = body.numbers() == null ? List.of() : body.numbers();
        if (numbers.isEmpty() || numbers.size() > Contacts.IN_ONE_REQUEST) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field numbers has no entries or too many.")
                    .withAccepted("1 to " + Contacts.IN_ONE_REQUEST + " numbers")
                    .refusal();
        }
        return contacts.check(find(caller, sessionId), numbers);
    }

    @GetMapping("/contacts/{person}")
    @Operation(
            summary = "Look at a contact",
            description = "By number, hidden id, or @username; any of them is the same person.")
    ContactView get(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String person) {
        return contacts.find(find(caller, sessionId), person);
    }

    @PutMapping("/contacts/{person}")
    @Operation(summary = "Save somebody in the account's contacts")
    ContactView save(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String person,
            @RequestBody Names body) {
        Session session = find(caller, sessionId);
        String name = body.fullName();
        if (name == null || name.isBlank() || name.length() > NAME) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field fullName is missing, blank or too long.")
                    .withAccepted("1 to " + NAME + " characters")
                    .refusal();
        }
        contacts.save(session, contacts.person(session, person), name, Optional.ofNullable(body.firstName()));
        return contacts.find(session, person);
    }

    @DeleteMapping("/contacts/{person}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take somebody out of the account's contacts")
    void forget(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String person) {
        Session session = find(caller, sessionId);
        contacts.forget(session, contacts.person(session, person));
    }

    @GetMapping("/contacts/{person}/picture")
    @Operation(summary = "Find somebody's picture", description = "Also a group's. 404 if there is none to see.")
    PictureView picture(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String person,
            @RequestParam(defaultValue = "false") boolean preview) {
        Session session = find(caller, sessionId);
        Jid whose = person.endsWith("@g.us") ? AnyAddress.group(person) : contacts.person(session, person);
        ProviderPeople.Picture picture = Answers.value(contacts.people(session).picture(whose, preview))
                .orElseThrow(() -> Problem.of(ProblemKind.NOT_FOUND, "There is no picture to see.")
                        .refusal());
        return new PictureView(picture.id(), picture.url().toString());
    }

    @GetMapping("/contacts/{person}/about")
    @Operation(summary = "Read what somebody says about themselves", description = "404 if it is not to be seen.")
    AboutView about(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String person) {
        Session session = find(caller, sessionId);
        ProviderPeople.About about = Answers.value(contacts.people(session).about(contacts.person(session, person)))
                .orElseThrow(() -> Problem.of(ProblemKind.NOT_FOUND, "There is no about text to see.")
                        .refusal());
        return new AboutView(about.text(), about.since().orElse(null));
    }

    @GetMapping("/contacts/{person}/business")
    @Operation(summary = "Read a business's page", description = "404 if it has none.")
    BusinessView business(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String person) {
        Session session = find(caller, sessionId);
        ProviderPeople.Business page = Answers.value(
                        contacts.people(session).business(contacts.person(session, person)))
                .orElseThrow(() -> Problem.of(ProblemKind.NOT_FOUND, "This is no business, or it has no page.")
                        .refusal());
        return new BusinessView(
                page.name().orElse(null),
                page.description().orElse(null),
                page.address().orElse(null),
                page.email().orElse(null),
                page.websites(),
                page.categories());
    }

    @PostMapping("/contacts/{person}/presence")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Ask to be told when somebody comes and goes",
            description =
                    "Told by presence.updated events, as long as the connection lasts; the contact shows the latest.")
    void watch(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String person) {
        Session session = find(caller, sessionId);
        contacts.people(session).watch(contacts.person(session, person));
    }

    @GetMapping("/blocklist")
    @Operation(summary = "List whom the account has blocked")
    List<Address> blocked(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId) {
        return contacts.blocked(find(caller, sessionId));
    }

    @PutMapping("/blocklist/{person}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Block somebody")
    void block(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String person) {
        Session session = find(caller, sessionId);
        contacts.block(session, contacts.person(session, person), true);
    }

    @DeleteMapping("/blocklist/{person}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Unblock somebody")
    void unblock(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String person) {
        Session session = find(caller, sessionId);
        contacts.block(session, contacts.person(session, person), false);
    }

    private Session find(Caller caller, String sessionId) {
        return SessionLookup.find(sessions, caller, sessionId);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audience.AudienceViews.PersonView;
import dev.switchboard.gateway.audience.AudienceViews.PersonWish;
import dev.switchboard.gateway.audience.AudienceViews.SuppressedView;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/// `/api/v1/audience`: people, tags, and who gets no campaigns.
@RestController
@RequestMapping("/api/v1/audience")
@Tag(name = "Audience", description = "People with tags, contact lists, saved filters, and who wants no campaigns")
public final class AudienceResource {
    private static final int MOST = 10_000;

    private final People people;
    private final Suppression suppression;
    private final OptOuts optOuts;

    public AudienceResource(People people, Suppression suppression, OptOuts optOuts) {
        this.people = people;
        this.suppression = suppression;
        this.optOuts = optOuts;
    }

    @GetMapping("/people")
    @Operation(summary = "List people", description = "By tag, list, language or part of the name or number.")
    Page<PersonView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String list,
            @RequestParam(required = false) @Nullable List<String> tag,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        PeopleQuery query = new PeopleQuery(list, tag, null, null, null, q, null);
        return people.page(caller.tenant(), query, AudienceViews.number(cursor, 0), Cursor.limit(limit))
                .map(PersonView::of);
    }

    @GetMapping("/people/{person}")
    @Operation(summary = "Look at a person")
    PersonView get(@AuthenticationPrincipal Caller caller, @PathVariable String person) {
        return people.find(caller.tenant(), AudienceViews.person(person))
                .map(PersonView::of)
                .orElseThrow(() -> AudienceViews.unknown(ProblemKind.PERSON_NOT_FOUND));
    }

    @PutMapping("/people/{person}")
    @Operation(summary = "Keep a person")
    PersonView put(@AuthenticationPrincipal Caller caller, @PathVariable String person, @RequestBody PersonWish wish) {
        return PersonView.of(people.save(caller, AudienceViews.person(person), wish.details()));
    }

    @DeleteMapping("/people/{person}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Forget a person",
            description = "Name, values, tags, notes and memberships. That they want no campaigns is kept.")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String person) {
        if (!people.forget(caller, AudienceViews.person(person))) {
            throw AudienceViews.unknown(ProblemKind.PERSON_NOT_FOUND);
        }
    }

    @GetMapping("/tags")
    @Operation(summary = "List tags", description = "With how many people have each.")
    Page<People.Tag> tags(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        return people.tags(caller.tenant(), cursor == null ? "" : Cursor.key(cursor), Cursor.limit(limit));
    }

    /// The body that counts people.
    @Schema(name = "PeopleCount")
    record Count(long people) {}

    @PostMapping("/count")
    @Operation(summary = "Count people", description = "How many a question would find.")
    Count count(@AuthenticationPrincipal Caller caller, @RequestBody PeopleQuery query) {
        return new Count(people.count(caller.tenant(), query));
    }

    @GetMapping("/suppression")
    @Operation(summary = "List who gets no campaigns")
    Page<SuppressedView> suppressed(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        return suppression
                .page(caller.tenant(), cursor == null ? "" : Cursor.key(cursor), Cursor.limit(limit))
                .map(SuppressedView::of);
    }

    /// The body that puts people on the list.
    @Schema(name = "SuppressionWish")
    record SuppressionWish(
            @Schema(example = "[\"+1 555 010 0002\"]") @Nullable
            List<String> people,

            @Schema(
                    defaultValue = "manual",
                    allowableValues = {"manual", "complaint", "import"})
            @Nullable
            String reason) {
        @Override
        public String toString() {
            return "SuppressionWish[]";
        }
    }

    @PostMapping("/suppression")
    @Operation(summary = "Put people on the list of those who get no campaigns")
    Map<String, Integer> suppress(@AuthenticationPrincipal Caller caller, @RequestBody SuppressionWish wish) {
        List<String> named = Objects.requireNonNullElse(wish.people(), List.of());
        String reason = Objects.requireNonNullElse(wish.reason(), "manual");
        if (named.isEmpty()
                || named.size() > MOST
                || !List.of("manual", "complaint", "import").contains(reason)) {
            throw AudienceViews.refused(
                    "The field people has no entries or too many, or the reason is not known.",
                    "1 to " + MOST + " people; manual, complaint or import");
        }
        List<Jid> all = named.stream().map(AudienceViews::person).distinct().toList();
        return Map.of("added", suppression.add(caller, all, reason));
    }

    @GetMapping("/suppression/{person}")
    @Operation(summary = "Look whether somebody gets no campaigns", description = "404 if they get them.")
    SuppressedView suppression(@AuthenticationPrincipal Caller caller, @PathVariable String person) {
        return suppression
                .find(caller.tenant(), AudienceViews.person(person))
                .map(SuppressedView::of)
                .orElseThrow(() -> AudienceViews.unknown(ProblemKind.PERSON_NOT_FOUND));
    }

    @DeleteMapping("/suppression/{person}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take somebody off that list", description = "Only with their consent.")
    void lift(@AuthenticationPrincipal Caller caller, @PathVariable String person) {
        if (!suppression.lift(caller, AudienceViews.person(person))) {
            throw AudienceViews.unknown(ProblemKind.PERSON_NOT_FOUND);
        }
    }

    /// How opting out works.
    @Schema(name = "OptOutSettings")
    record OptOutView(
            OptOutPolicy policy,

            @Schema(description = "the built-in stop words by language")
            Map<String, List<String>> builtIn) {}

    @GetMapping("/opt-out")
    @Operation(summary = "Look at how opting out works")
    OptOutView optOut(@AuthenticationPrincipal Caller caller) {
        return new OptOutView(optOuts.policy(caller.tenant()), StopWords.builtIn());
    }

    @PutMapping("/opt-out")
    @Operation(
            summary = "Change how opting out works",
            description = "What is left out is as it is from the start: heard, and confirmed to who got a campaign.")
    OptOutView change(@AuthenticationPrincipal Caller caller, @RequestBody OptOutPolicy policy) {
        boolean many = policy.stopWords().size()
                        + policy.startWords().size()
                        + policy.ignoredWords().size()
                > 300;
        if (!OptOutPolicy.CONFIRM.contains(policy.confirm()) || many) {
            throw AudienceViews.refused(
                    "The field confirm is not known, or there are too many words.",
                    "campaign_recipients, everybody or nobody; 300 words");
        }
        return new OptOutView(optOuts.change(caller, policy), StopWords.builtIn());
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audience.AudienceViews.BadRow;
import dev.switchboard.gateway.audience.AudienceViews.FilterView;
import dev.switchboard.gateway.audience.AudienceViews.FilterWish;
import dev.switchboard.gateway.audience.AudienceViews.Intake;
import dev.switchboard.gateway.audience.AudienceViews.ListView;
import dev.switchboard.gateway.audience.AudienceViews.ListWish;
import dev.switchboard.gateway.audience.AudienceViews.PersonView;
import dev.switchboard.gateway.audience.AudienceViews.PersonWish;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.ProblemKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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

/// `/api/v1/audience/lists` and `/filters`.
@RestController
@RequestMapping("/api/v1/audience")
@Tag(name = "Audience")
public final class ListResource {
    private static final int BATCH = 500;
    private static final int TOLD = 1_000;

    private final ContactLists lists;
    private final People people;

    public ListResource(ContactLists lists, People people) {
        this.lists = lists;
        this.people = people;
    }

    @GetMapping("/lists")
    @Operation(summary = "List contact lists")
    Page<ListView> lists(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        return lists.page(caller.tenant(), cursor == null ? "" : Cursor.key(cursor), Cursor.limit(limit))
                .map(ListView::of);
    }

    @GetMapping("/lists/{listId}")
    @Operation(summary = "Look at a contact list")
    ListView list(@AuthenticationPrincipal Caller caller, @PathVariable String listId) {
        return ListView.of(find(caller, listId));
    }

    @PutMapping("/lists/{listId}")
    @Operation(summary = "Keep a contact list", description = "Its members stay as they are.")
    ListView put(@AuthenticationPrincipal Caller caller, @PathVariable String listId, @RequestBody ListWish wish) {
        String id = AudienceViews.id(listId);
        return ListView.of(lists.save(caller, id, wish.named(id), wish.description()));
    }

    @DeleteMapping("/lists/{listId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a contact list", description = "The people stay.")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String listId) {
        if (!lists.delete(caller, listId)) {
            throw AudienceViews.unknown(ProblemKind.LIST_NOT_FOUND);
        }
    }

    @GetMapping("/lists/{listId}/members")
    @Operation(summary = "List the members of a contact list")
    Page<PersonView> members(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String listId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        find(caller, listId);
        return people.page(
                        caller.tenant(),
                        PeopleQuery.ofList(listId),
                        AudienceViews.number(cursor, 0),
                        Cursor.limit(limit))
                .map(PersonView::of);
    }

    @PostMapping(path = "/lists/{listId}/members", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Add people to a contact list")
    Intake add(
            @AuthenticationPrincipal Caller caller, @PathVariable String listId, @RequestBody List<PersonWish> wishes) {
        ContactLists.ContactList list = find(caller, listId);
        List<ContactLists.Member> members = wishes.stream()
                .map(wish -> new ContactLists.Member(AudienceViews.person(wish.phone()), wish.details()))
                .toList();
        int added = lists.add(caller, list, members);
        return new Intake(added, members.size() - added, 0, List.of());
    }

    @PostMapping(path = "/lists/{listId}/members", consumes = "text/csv")
    @Operation(
            summary = "Add people from a CSV file",
            description =
                    "The first line names the columns: phone (or number, mobile, ...), language, name, and values for"
                            + " templates. Read as it comes; rows that cannot be used are told with their lines.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject("phone,name,city\n+1 555 010 0002,Alice,Rome\n")))
    Intake upload(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String listId,
            @RequestParam(required = false)
                    @Parameter(description = "the column with the number, if it has another name")
                    @Nullable
                    String column,
            HttpServletRequest request)
            throws IOException {
        ContactLists.ContactList list = find(caller, listId);
        long added = 0;
        long good = 0;
        long bad = 0;
        List<BadRow> told = new ArrayList<>();
        List<ContactLists.Member> batch = new ArrayList<>();
        try (PeopleCsv csv = PeopleCsv.read(request.getInputStream(), Optional.ofNullable(column))) {
            for (Optional<PeopleCsv.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
                switch (row.get()) {
                    case PeopleCsv.Row.Good person -> {
                        good++;
                        batch.add(member(person));
                    }
                    case PeopleCsv.Row.Bad(long line, String reason) -> {
                        if (bad++ < TOLD) {
                            told.add(new BadRow(line, reason));
                        }
                    }
                }
                if (batch.size() == BATCH) {
                    added += lists.add(caller, list, batch);
                    batch.clear();
                }
            }
        } catch (PeopleCsv.NoHeader e) {
            throw AudienceViews.refused(String.valueOf(e.getMessage()), "a first line such as phone,name");
        }
        added += batch.isEmpty() ? 0 : lists.add(caller, list, batch);
        return new Intake(added, good - added, bad, told);
    }

    private static ContactLists.Member member(PeopleCsv.Row.Good person) {
        return new ContactLists.Member(
                person.jid(),
                new People.Details(
                        person.variables().get("name"), person.language().orElse(null), person.variables(), null));
    }

    @DeleteMapping("/lists/{listId}/members/{person}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take somebody out of a contact list")
    void remove(@AuthenticationPrincipal Caller caller, @PathVariable String listId, @PathVariable String person) {
        if (!lists.remove(caller, find(caller, listId), AudienceViews.person(person))) {
            throw AudienceViews.unknown(ProblemKind.PERSON_NOT_FOUND);
        }
    }

    @GetMapping("/filters")
    @Operation(summary = "List saved filters")
    Page<FilterView> filters(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        return lists.filters(caller.tenant(), cursor == null ? "" : Cursor.key(cursor), Cursor.limit(limit))
                .map(FilterView::of);
    }

    @GetMapping("/filters/{filterId}")
    @Operation(summary = "Look at a saved filter")
    FilterView filter(@AuthenticationPrincipal Caller caller, @PathVariable String filterId) {
        return FilterView.of(saved(caller, filterId));
    }

    @GetMapping("/filters/{filterId}/people")
    @Operation(summary = "List the people a saved filter finds")
    Page<PersonView> found(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String filterId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        return people.page(
                        caller.tenant(),
                        saved(caller, filterId).query(),
                        AudienceViews.number(cursor, 0),
                        Cursor.limit(limit))
                .map(PersonView::of);
    }

    @PutMapping("/filters/{filterId}")
    @Operation(summary = "Keep a filter")
    FilterView putFilter(
            @AuthenticationPrincipal Caller caller, @PathVariable String filterId, @RequestBody FilterWish wish) {
        String id = AudienceViews.id(filterId);
        PeopleQuery query = Objects.requireNonNullElse(wish.query(), PeopleQuery.ALL);
        return FilterView.of(lists.saveFilter(caller, id, AudienceViews.title(wish.name(), id), query));
    }

    @DeleteMapping("/filters/{filterId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a filter")
    void deleteFilter(@AuthenticationPrincipal Caller caller, @PathVariable String filterId) {
        if (!lists.deleteFilter(caller, filterId)) {
            throw AudienceViews.unknown(ProblemKind.FILTER_NOT_FOUND);
        }
    }

    private ContactLists.SavedFilter saved(Caller caller, String id) {
        return lists.filter(caller.tenant(), id).orElseThrow(() -> AudienceViews.unknown(ProblemKind.FILTER_NOT_FOUND));
    }

    private ContactLists.ContactList find(Caller caller, String id) {
        return lists.find(caller.tenant(), id).orElseThrow(() -> AudienceViews.unknown(ProblemKind.LIST_NOT_FOUND));
    }
}

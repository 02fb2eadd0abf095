// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Contact lists: making them, and putting people on them one by one, by many lines at once, or from a file.
@Hidden
@RestController
@RequestMapping("/dashboard/audience/lists")
final class ContactListPages {
    private static final String API = AudiencePages.API + "/lists";
    private static final String PAGE = "/dashboard/audience/lists";

    private final Pages pages;

    ContactListPages(Pages pages) {
        this.pages = pages;
    }

    private static String api(String id) {
        return API + "/" + NativeApi.part(id);
    }

    @GetMapping
    ResponseEntity<byte[]> all(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json list = turn.api().get(API + "?limit=25" + Forms.cursor(turn)).orRefuse();
        return turn.show(
                "audience/lists", "list", list, "first", turn.field("cursor").isEmpty());
    }

    @PostMapping
    ResponseEntity<byte[]> create(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        String id = Forms.free(
                Forms.id(turn.field("name"), "list"),
                taken -> turn.api().get(api(taken)).ok());
        save(turn, id);
        return turn.go(PAGE + "/" + id);
    }

    private static void save(Pages.Turn turn, String id) {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("name", turn.field("name"));
        Forms.put(wish, turn, "description");
        turn.api().call("PUT", api(id), wish).orRefuse();
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return one(pages.turn(request, response), id, "audience/list");
    }

    /// The members alone.
    @GetMapping("/{id}/members")
    ResponseEntity<byte[]> members(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return one(pages.turn(request, response), id, "audience/members");
    }

    private static ResponseEntity<byte[]> one(Pages.Turn turn, String id, String template) {
        return turn.show(
                template,
                "list",
                turn.api().get(api(id)).orRefuse(),
                "members",
                turn.api()
                        .get(api(id) + "/members?limit=25" + Forms.cursor(turn))
                        .orRefuse(),
                "cursor",
                turn.field("cursor"));
    }

    @PostMapping("/{id}")
    ResponseEntity<byte[]> change(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        save(turn, id);
        return turn.go(PAGE + "/" + NativeApi.part(id));
    }

    /// People from lines of a number and, if one likes, a name.
    @PostMapping("/{id}/people")
    ResponseEntity<byte[]> add(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        String rows = Forms.lines(turn.field("people")).stream()
                .map(ContactListPages::row)
                .collect(Collectors.joining("\n"));
        Json intake = turn.api()
                .postCsv(api(id) + "/members", "phone,name\n" + rows + "\n")
                .orRefuse();
        return turn.done("done.saved", "audience/intake", "intake", intake, "before", 1);
    }

    private static String row(String line) {
        String[] parts = line.split("[,;\\t]", 2);
        String name = parts.length > 1 ? parts[1].strip().replace("\"", "\"\"") : "";
        return "\"" + parts[0].strip().replace("\"", "") + "\",\"" + name + "\"";
    }

    /// What became of a file that was handed in; the browser got it from the API.
    @PostMapping("/{id}/intake")
    ResponseEntity<byte[]> intake(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show("audience/intake", "intake", turn.read(turn.field("answer")), "before", 0);
    }

    @PostMapping("/{id}/remove/{person}")
    ResponseEntity<byte[]> remove(
            @PathVariable String id,
            @PathVariable String person,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api()
                .call("DELETE", api(id) + "/members/" + NativeApi.part(person), null)
                .orRefuse();
        return turn.done("audience.done.removed");
    }

    @PostMapping("/{id}/delete")
    ResponseEntity<byte[]> delete(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().call("DELETE", api(id), null).orRefuse();
        return turn.go(PAGE);
    }
}

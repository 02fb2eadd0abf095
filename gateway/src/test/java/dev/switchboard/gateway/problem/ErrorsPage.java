// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.problem;

import dev.switchboard.client.media.MediaFault;
import dev.switchboard.client.message.SendFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `docs/errors.md`, made of the tables in the code: the kinds of problems, the reasons that messages fail for, the
/// faults and the classes of the company dialect.
final class ErrorsPage {
    private static final Pattern FAILURE =
            Pattern.compile("new Failure\\(\\s*\"([a-z-]+)\",\\s*(true|false),\\s*\"([^\"]+)\"");
    private static final Pattern FAULT = Pattern.compile("super\\(\\s*\"([a-z_]+)\",\\s*Recovery\\.([A-Z]+)");
    private static final Pattern CLASS = Pattern.compile("\\b([A-Z_]+_ERROR)\\((\\d{3}), (true|false)\\)");

    private final Path sources;

    /// @param sources the folder of the gateway's own sources
    ErrorsPage(Path sources) {
        this.sources = sources;
    }

    /// What to do about a kind of refusal; empty where nobody has written it yet.
    static String todo(ProblemKind kind) {
        return switch (kind) {
            case INVALID_REQUEST -> "Read detail and accepted; correct the field or parameter that they name.";
            case MALFORMED_JSON -> "Send the JSON that /openapi describes, with Content-Type: application/json.";
            case INVALID_RECIPIENT -> "Use a form that accepted lists, such as 15550100002 or a jid.";
            case INVALID_PHONE -> "Send the number in international form, digits only.";
            case INVALID_CURSOR -> "Use next of the page before, with the same filters, or begin without a cursor.";
            case UNAUTHENTICATED ->
                "Send X-Api-Key or Authorization: Bearer; the key may have expired or been revoked.";
            case LOGIN_FAILED -> "Check login and password.";
            case CODE_NEEDED -> "Send a one-time code of the authenticator app, or a recovery code, as code.";
            case QUOTA_REACHED -> "Ask whoever manages the tenant for a larger quota, or wait until the next day.";
            case FORBIDDEN -> "Use a credential that has the permission that accepted names.";
            case FOREIGN_ORIGIN -> "Call the demo by a name of this machine; CORS_ORIGIN names a page that may call.";
            case SESSION_NOT_FOUND -> "Make the session first, or use a credential that it is visible for.";
            case USER_NOT_FOUND, KEY_NOT_FOUND, TENANT_NOT_FOUND, TEMPLATE_NOT_FOUND, CAMPAIGN_NOT_FOUND ->
                "Check the id against the list; it may have been deleted.";
            case AUTOMATION_NOT_FOUND, MESSAGE_NOT_FOUND, CHAT_NOT_FOUND, NOT_FOUND, WEBHOOK_NOT_FOUND ->
                "Check the id against the list; it may have been deleted.";
            case SINK_NOT_FOUND,
                    DELIVERY_NOT_FOUND,
                    LIST_NOT_FOUND,
                    FILTER_NOT_FOUND,
                    PERSON_NOT_FOUND,
                    NOTE_NOT_FOUND -> "Check the id against the list; it may have been deleted.";
            case MEDIA_NOT_FOUND -> "Files are kept for a time; send or fetch it anew.";
            case USER_EXISTS, TENANT_EXISTS, TEMPLATE_EXISTS -> "Choose another name, or change the one that is there.";
            case AUTOMATION_INVALID -> "Correct what detail lists, each with its place in the definition.";
            case TEMPLATE_FLAWED -> "Correct the template as detail says.";
            case CAMPAIGN_STAGE -> "Look at the campaign's stage; what was asked for fits another one.";
            case ROUTE_NOT_FOUND -> "See /docs for the addresses there are.";
            case METHOD_NOT_ALLOWED -> "Use a method of the Allow header.";
            case BODY_TOO_SLOW -> "Send the body faster; accepted says how fast.";
            case NOT_ACCEPTABLE -> "Ask for a form that accepted lists.";
            case SESSION_EXISTS -> "Use the session that is there, or another id.";
            case SESSION_MOVED -> "Use the session on the host that has it, or bring it back by export and import.";
            case BACKUP_REFUSED -> "Read detail; check the passphrase or key, and the file with restore --check.";
            case NOT_CONNECTED -> "Connect or link the session; its state says what it waits for.";
            case ALREADY_LINKED -> "Log the session out first if another account is to be linked.";
            case QR_NOT_AVAILABLE -> "Connect the session first, or wait a moment; a linked one has no code.";
            case PAIRING_CODE_REFUSED -> "Wait a minute and check the number, or scan the QR code instead.";
            case MESSAGE_UNDER_WAY -> "It is too late to take the message back; revoke it once it is sent.";
            case MESSAGE_EXISTS -> "Choose an id that was not used for another message.";
            case MESSAGE_NOT_YOURS -> "Only what this account sent can be changed so.";
            case PAYLOAD_TOO_LARGE -> "Send less; accepted says how much may be sent.";
            case QUOTA_EXCEEDED -> "Delete files, or ask for a larger quota.";
            case UNSUPPORTED_MEDIA_TYPE -> "Send a Content-Type that accepted lists.";
            case RANGE_NOT_SATISFIABLE -> "Ask for a range within the file.";
            case MEDIA_TYPE_REFUSED -> "Send a file of a kind that accepted lists, or send it as a document.";
            case MEDIA_NOT_FETCHED ->
                "Check that the address can be reached from the gateway and is not a private one.";
            case CONVERSION_UNAVAILABLE -> "Install ffmpeg where the gateway runs, or send the final format.";
            case CONVERSION_FAILED -> "The file is damaged or of an unknown kind; convert it beforehand.";
            case NETWORK_INVALID -> "Correct what detail names; asking again does not help.";
            case NETWORK_FORBIDDEN -> "The account lacks the right, such as being admin of the group.";
            case NETWORK_NOT_FOUND -> "The group, channel or person is gone, or never was.";
            case NETWORK_CONFLICT -> "Look at how things stand now; they changed meanwhile.";
            case NETWORK_LIMIT -> "Wait as long as retryAfter says, and ask less often.";
            case IDEMPOTENCY_KEY_REUSED -> "Use a new key for each new request.";
            case LOCKED_OUT -> "Wait until retryAfter is over; a manager can set a new password.";
            case SEND_LIMITED -> "Wait as long as retryAfter says, or let the message wait in the queue.";
            case QUERY_LIMITED -> "Wait as long as retryAfter says; answers of before are kept and cost nothing.";
            case RATE_LIMITED -> "Wait as long as retryAfter says, in seconds.";
            case TOO_MANY_STREAMS -> "Close one; one stream can carry the events of many sessions.";
            case INTERNAL_ERROR -> "Try again; if it stays so, look into the log and report it.";
            case MEDIA_UNAVAILABLE -> "Ask the phone for the file anew, or have it sent again.";
            case NETWORK_REFUSED, MESSAGE_REFUSED -> "Read detail and advice; the number is the network's own.";
            case NETWORK_TIMEOUT -> "Try again; if it stays so, diagnose the session.";
            case STORAGE_FAILED -> "Nothing was kept. Try again; if it stays so, look at disk and database.";
            case UNAVAILABLE -> "Try again in a moment.";
            default -> "";
        };
    }

    String text() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Errors

                Made from the code by a test; `SWITCHBOARD_WRITE_DOCS=1` makes it anew.

                ## Refusals

                The native API refuses with `application/problem+json`: `code` is stable, `detail` says what was wrong with this request,
                `advice`, `accepted` and `retryAfter` (seconds) what to do where that can be said more exactly than here.

                | status | code | meaning | what to do |
                |---|---|---|---|
                """);
        Arrays.stream(ProblemKind.values())
                .sorted(Comparator.comparingInt(ProblemKind::status).thenComparing(ProblemKind::code))
                .forEach(kind -> row(page, kind.status(), "`" + kind.code() + "`", kind.title(), todo(kind)));
        page.append("""

                ## Messages that fail

                A message that was accepted and could not be sent has the status `failed`, and `failure` says why.

                | failure | can be tried again | what to do |
                |---|---|---|
                """);
        failures().forEach((code, rest) -> row(page, "`" + code + "`", rest.get(0), rest.get(1)));
        page.append("""

                ## Faults

                What ends the gateway's start or a piece of its work, in the log and at the command line.

                | code | what helps |
                |---|---|
                """);
        faults().forEach((code, recovery) -> row(page, "`" + code + "`", recovery));
        page.append("""

                ## Classes of the company dialect

                `POST /api/whatsapp/...` refuses with one of these as `code`.

                | code | status | can be tried again |
                |---|---|---|
                """);
        Matcher classes = CLASS.matcher(Files.readString(sources.resolve("dialect/company/ErrorClass.java")));
        while (classes.find()) {
            row(page, "`" + classes.group(1) + "`", classes.group(2), yes(classes.group(3)));
        }
        return page.toString();
    }

    private static void row(StringBuilder page, Object... cells) {
        page.append("| ");
        page.append(
                String.join(" | ", Arrays.stream(cells).map(Object::toString).toList()));
        page.append(" |\n");
    }

    private static String yes(String flag) {
        return flag.equals("true") ? "yes" : "no";
    }

    private TreeMap<String, List<String>> failures() throws IOException {
        TreeMap<String, List<String>> failures = new TreeMap<>();
        for (SendFailure.Kind kind : SendFailure.Kind.values()) {
            failures.put(kind.code(), List.of(kind.retryable() ? "yes" : "no", kind.advice()));
        }
        for (MediaFault.Kind kind : MediaFault.Kind.values()) {
            failures.put(kind.code(), List.of(kind.retryable() ? "yes" : "no", kind.advice()));
        }
        for (String text : texts()) {
            Matcher found = FAILURE.matcher(text);
            while (found.find()) {
                failures.putIfAbsent(found.group(1), List.of(yes(found.group(2)), found.group(3)));
            }
        }
        return failures;
    }

    private TreeMap<String, String> faults() throws IOException {
        TreeMap<String, String> faults = new TreeMap<>();
        try (Stream<Path> files = Files.list(sources.resolve("fault"))) {
            for (Path file : files.toList()) {
                Matcher found = FAULT.matcher(Files.readString(file));
                if (found.find()) {
                    faults.put(
                            found.group(1),
                            switch (found.group(2)) {
                                case "RETRY" -> "trying again";
                                case "OPERATOR" -> "the operator, as the message says";
                                default -> "nothing; another owner has the session";
                            });
                }
            }
        }
        return faults;
    }

    /// All of the gateway's sources.
    List<String> texts() throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(ErrorsPage::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

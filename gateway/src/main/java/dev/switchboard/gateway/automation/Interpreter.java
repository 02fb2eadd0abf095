// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.messaging.NumberedText;
import dev.switchboard.gateway.provider.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Carries a run on until it pauses or ends. What it does goes through the stage; it keeps nothing itself.
final class Interpreter {
    /// Instructions in one turn, so that a definition that jumps in circles ends.
    private static final int MOST = 200;

    private static final Duration ANSWER = Duration.ofDays(1);
    private static final int RETRIES = 2;
    private static final int LONGEST_TEXT = 4_096;
    private static final String CHOICE = "choice";

    /// When it was first tried to send what is held; no name that definitions can use.
    private static final String HELD_SINCE = "_held";

    private static final Duration GIVE_UP = Duration.ofHours(24);

    private final Program program;
    private final RunState run;
    private final Stage stage;
    private final Values values;

    Interpreter(Program program, RunState run, Stage stage) {
        this.program = program;
        this.run = run;
        this.stage = stage;
        this.values = new Values(run.variables, stage.scene().zone());
    }

    /// How a call or file turned out.
    ///
    /// @param status of a call
    /// @param answer what came back
    /// @param content the file, ready to be sent
    record Outcome(boolean ok, String reason, int status, Optional<JsonNode> answer, Optional<Content> content) {
        @Override
        public String toString() {
            return "Outcome[" + ok + " " + status + "]";
        }
    }

    /// Goes on from where the run is, now that it is due.
    void due() {
        switch (run.phase) {
            case ASKING -> unanswered();
            case READY, WAITING, HELD -> {
                run.phase = RunState.Phase.READY;
                run.wakeAt = null;
                go();
            }
            case OUTSIDE, ENDED -> {}
        }
    }

    private void unanswered() {
        Op op = program.at(run.place).orElse(null);
        log(op == null ? "" : op.path(), "answer", "timed_out", null);
        if (op instanceof Op.Do(var _, var _, int failed, var _) && failed >= 0) {
            run.goOn(failed);
            go();
        } else {
            run.end("no_answer");
        }
    }

    /// Takes a message as the answer to the question that the run asks.
    void answered(Scene.Incoming message) {
        if (run.phase != RunState.Phase.ASKING || !(program.at(run.place).orElse(null) instanceof Op.Do question)) {
            return;
        }
        switch (question.step()) {
            case Step.Ask ask ->
                Answers.fitting(ask, message)
                        .ifPresentOrElse(
                                answer -> taken(
                                        question, ask.save(), values.root().stringNode(answer)),
                                () -> misfit(question, again(ask.retry(), ask.text()), ask.retries()));
            case Step.Choices choices -> chosen(question, choices, message);
            case Step.Questions questions -> next(question, questions, message);
            default -> run.end("changed");
        }
        if (run.phase == RunState.Phase.READY) {
            go();
        }
    }

    private void taken(Op.Do question, @Nullable String save, JsonNode answer) {
        if (save != null) {
            values.set(save, answer);
        }
        log(question.path(), "answer", "taken", save);
        run.goOn(run.place + 1);
    }

    private Content again(@Nullable String retry, String question) {
        return new Content.Text(cut(values.filled(retry == null ? question : retry)));
    }

    private void misfit(Op.Do question, Content again, @Nullable Integer retries) {
        run.tries++;
        boolean more = run.tries <= (retries == null ? RETRIES : retries);
        log(question.path(), "answer", "does_not_fit", more ? null : "too often");
        if (more) {
            say(question, again, false);
        } else if (question.invalid() >= 0) {
            run.goOn(question.invalid());
        } else {
            run.end("answers_do_not_fit");
        }
    }

    private void chosen(Op.Do question, Step.Choices step, Scene.Incoming message) {
        List<Content.Row> rows = rows(step);
        Optional<Content.Row> row = rows.stream()
                .filter(one -> one.id().equals(message.choice()))
                .findFirst()
                .or(() -> NumberedText.meant(rows, message.text()));
        if (row.isEmpty()) {
            misfit(
                    question,
                    step.retry() == null ? list(step, rows) : again(step.retry(), step.text()),
                    step.retries());
            return;
        }
        ObjectNode choice = values.root().objectNode();
        choice.put("id", row.get().id());
        choice.put("text", row.get().title());
        values.set(CHOICE, choice);
        taken(question, step.save(), values.root().stringNode(row.get().title()));
    }

    private void next(Op.Do question, Step.Questions step, Scene.Incoming message) {
        ArrayNode answers = values.at(step.save()) instanceof ArrayNode kept && run.tries > 0
                ? kept
                : values.root().arrayNode();
        answers.add(message.text().strip());
        values.set(step.save(), answers);
        log(question.path(), "answer", "taken", Integer.toString(run.tries + 1));
        run.tries++;
        List<String> questions = values.texts(step.questions());
        if (run.tries < questions.size()) {
            ask(question, new Content.Text(cut(questions.get(run.tries))), step.timeout());
        } else {
            run.goOn(run.place + 1);
        }
    }

    /// Goes on with what a call or file turned out to be.
    void outcome(Outcome outcome) {
        if (run.phase != RunState.Phase.OUTSIDE || !(program.at(run.place).orElse(null) instanceof Op.Do op)) {
            return;
        }
        run.phase = RunState.Phase.READY;
        run.wakeAt = null;
        switch (op.step()) {
            case Step.Call call -> called(op, call, outcome);
            case Step.Media _ -> fetched(op, outcome);
            default -> run.end("changed");
        }
        if (run.phase == RunState.Phase.READY) {
            go();
        }
    }

    private void called(Op.Do op, Step.Call call, Outcome outcome) {
        ObjectNode response = values.root().objectNode();
        response.put("ok", outcome.ok());
        response.put("status", outcome.status());
        values.set("response", response);
        String save = call.save();
        if (save != null) {
            values.set(save, outcome.answer().orElse(values.root().nullNode()));
        }
        log(op.path(), "call", outcome.ok() ? "done" : "failed", outcome.reason());
        run.goOn(outcome.ok() || op.failed() < 0 ? run.place + 1 : op.failed());
    }

    private void fetched(Op.Do op, Outcome outcome) {
        if (outcome.content().isEmpty()) {
            log(op.path(), "media", "failed", outcome.reason());
            run.goOn(run.place + 1);
        } else if (say(op, outcome.content().get(), false)) {
            run.goOn(run.place + 1);
        }
    }

    /// Carries out instructions until the run pauses or ends.
    void go() {
        for (int count = 0; run.phase == RunState.Phase.READY; count++) {
            Optional<Op> op = program.at(run.place);
            if (op.isEmpty()) {
                run.end("finished");
            } else if (count >= MOST) {
                run.end("too_many_steps");
            } else {
                one(op.get());
            }
        }
    }

    private void one(Op op) {
        switch (op) {
            case Op.Jump(int to, var _) -> run.place = to;
            case Op.Test(List<Condition> when, String path, int otherwise) -> {
                boolean holds = Conditions.all(when, stage.scene(), values);
                log(path, "branch", holds ? "holds" : "does_not_hold", null);
                run.place = holds ? run.place + 1 : otherwise;
            }
            case Op.Chosen(String key, var _, int otherwise) ->
                run.place = values.text("choice.id").equals(key) ? run.place + 1 : otherwise;
            case Op.Do step -> carryOut(step);
        }
    }

    private void carryOut(Op.Do op) {
        switch (op.step()) {
            case Step.Reply(var _, String text, Boolean quote) ->
                sayAndGoOn(op, new Content.Text(cut(values.filled(text))), Boolean.TRUE.equals(quote));
            case Step.Template template -> template(op, template);
            case Step.Media _, Step.Call _ -> run.pause(RunState.Phase.OUTSIDE, stage.now());
            case Step.Choices choices -> ask(op, list(choices, rows(choices)), choices.timeout());
            case Step.Ask ask -> ask(op, new Content.Text(cut(values.filled(ask.text()))), ask.timeout());
            case Step.Questions questions -> questions(op, questions);
            case Step.Wait wait -> pause(op, wait);
            case Step.Tag tag -> tag(op, tag);
            case Step.Assign(var _, String user, String note) -> {
                boolean known = stage.assign(values.filled(user), note == null ? null : values.filled(note));
                log(op.path(), "assign", known ? "done" : "failed", known ? null : "no such user");
                run.goOn(run.place + 1);
            }
            case Step.HandOff handOff -> handOff(op, handOff);
            case Step.Set(var _, Map<String, String> variables) -> {
                new TreeMap<>(variables).forEach((name, value) -> values.set(name, values.filled(value)));
                log(op.path(), "set", "done", String.join(" ", new TreeMap<>(variables).keySet()));
                run.goOn(run.place + 1);
            }
            case Step.Stop _ -> {
                log(op.path(), "stop", "done", null);
                run.end("stopped");
            }
            case Step.Branch _, Step.Goto _ ->
                throw new IllegalStateException("op: " + op.step().type());
        }
    }

    private void questions(Op.Do op, Step.Questions step) {
        List<String> questions = values.texts(step.questions());
        if (questions.isEmpty()) {
            run.goOn(run.place + 1);
            return;
        }
        int asked = Math.min(run.tries, questions.size() - 1);
        ask(op, new Content.Text(cut(questions.get(asked))), step.timeout());
    }

    private void template(Op.Do op, Step.Template step) {
        Map<String, String> filled = new TreeMap<>();
        Map<String, String> given = step.variables();
        if (given != null) {
            given.forEach((name, value) -> filled.put(name, values.filled(value)));
        }
        String language = step.language();
        Optional<String> text =
                stage.template(step.template(), filled, language == null ? null : values.filled(language));
        if (text.isEmpty()) {
            log(op.path(), "template", "failed", "no such template, or a value is missing");
            run.end("template_failed");
        } else {
            sayAndGoOn(op, new Content.Text(cut(text.get())), false);
        }
    }

    private void pause(Op.Do op, Step.Wait step) {
        Optional<Instant> until = until(step);
        if (until.isEmpty()) {
            log(op.path(), "wait", "failed", "no time");
            run.end("wait_failed");
        } else if (until.get().isAfter(stage.now())) {
            log(op.path(), "wait", "waits", until.get().toString());
            run.goOn(run.place + 1);
            run.pause(RunState.Phase.WAITING, until.get());
        } else {
            log(op.path(), "wait", "over", null);
            run.goOn(run.place + 1);
        }
    }

    private Optional<Instant> until(Step.Wait step) {
        String span = step.span();
        String until = step.until();
        if (span != null) {
            return Spans.of(values.filled(span)).map(stage.now()::plus);
        }
        if (until == null) {
            return Optional.empty();
        }
        String before = step.before();
        Duration earlier =
                before == null ? Duration.ZERO : Spans.of(values.filled(before)).orElse(Duration.ZERO);
        return Values.moment(values.filled(until)).map(moment -> moment.minus(earlier));
    }

    private void tag(Op.Do op, Step.Tag step) {
        List<String> add = values.texts(step.add());
        List<String> remove = values.texts(step.remove());
        stage.tag(add, remove);
        log(op.path(), "tag", "done", add.size() + " added, " + remove.size() + " removed");
        run.goOn(run.place + 1);
    }

    private void handOff(Op.Do op, Step.HandOff step) {
        String text = step.text();
        if (text != null && !say(op, new Content.Text(cut(values.filled(text))), false)) {
            return;
        }
        String user = step.user();
        String note = step.note();
        stage.handOver(user == null ? null : values.filled(user), note == null ? null : values.filled(note));
        log(op.path(), "handoff", "done", null);
        run.end("handed");
    }

    private void sayAndGoOn(Op.Do op, Content content, boolean quote) {
        if (say(op, content, quote)) {
            run.goOn(run.place + 1);
        }
    }

    /// Sends a question and waits for the answer.
    private void ask(Op.Do op, Content content, @Nullable String timeout) {
        if (!say(op, content, false)) {
            return;
        }
        Duration limit =
                timeout == null ? ANSWER : Spans.of(values.filled(timeout)).orElse(ANSWER);
        run.pause(RunState.Phase.ASKING, stage.now().plus(limit));
        run.askedAt = stage.now();
    }

    /// Sends something; false if the run pauses or ends instead.
    private boolean say(Op.Do op, Content content, boolean quote) {
        if (content instanceof Content.Text text && text.text().isBlank()) {
            log(op.path(), op.step().type(), "empty", null);
            return true;
        }
        Stage.Said said = stage.say(content, quote);
        switch (said) {
            case Stage.Said.Accepted(String id) -> {
                run.variables.remove(HELD_SINCE);
                stage.log(new Stage.Note(op.path(), op.step().type(), "sent", null, id, content));
            }
            case Stage.Said.Later(String reason, Duration wait) -> {
                hold(op, reason, wait);
            }
            case Stage.Said.Never(String reason) -> {
                log(op.path(), op.step().type(), "refused", reason);
                run.end(reason);
            }
        }
        return said instanceof Stage.Said.Accepted;
    }

    /// Tries again later, for a day at most.
    private void hold(Op.Do op, String reason, Duration wait) {
        Instant since = Instant.ofEpochMilli(
                run.variables.path(HELD_SINCE).asLong(stage.now().toEpochMilli()));
        if (!run.variables.has(HELD_SINCE)) {
            run.variables.put(HELD_SINCE, since.toEpochMilli());
            log(op.path(), op.step().type(), "held", reason);
        }
        if (since.plus(GIVE_UP).isBefore(stage.now())) {
            run.end(reason);
        } else {
            run.pause(RunState.Phase.HELD, stage.now().plus(wait));
        }
    }

    private List<Content.Row> rows(Step.Choices step) {
        List<Content.Row> rows = new ArrayList<>();
        for (Step.Option option : step.options()) {
            String more = option.description();
            rows.add(new Content.Row(
                    step.key(rows.size()),
                    values.filled(option.text()),
                    Optional.ofNullable(more).map(values::filled)));
        }
        return rows;
    }

    private Content list(Step.Choices step, List<Content.Row> rows) {
        String text = cut(values.filled(step.text()));
        String footer = step.footer();
        Optional<String> small = Optional.ofNullable(footer).map(values::filled);
        return switch (step.as() == null ? "numbers" : step.as().toLowerCase(Locale.ROOT)) {
            case "buttons" ->
                new Content.Buttons(
                        text,
                        small,
                        rows.stream()
                                .map(row -> new Content.Button(row.id(), row.title()))
                                .toList());
            case "list" -> new Content.Menu(text, Optional.empty(), small, "…", List.of(new Content.Section("", rows)));
            default ->
                NumberedText.of(
                        new Content.Menu(text, Optional.empty(), small, "…", List.of(new Content.Section("", rows))));
        };
    }

    private static String cut(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }

    private void log(String path, String kind, String outcome, @Nullable String detail) {
        stage.log(Stage.Note.of(path, kind, outcome, detail));
    }
}

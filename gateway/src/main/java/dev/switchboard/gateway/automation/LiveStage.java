// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.access.Users;
import dev.switchboard.gateway.conversation.Assignments;
import dev.switchboard.gateway.messaging.Acceptance;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A run in a chat: everything it does is part of one transaction.
final class LiveStage implements Stage {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration AGAIN = Duration.ofSeconds(20);

    private final WriteTx tx;
    private final Surroundings around;
    private final Scene scene;
    private final Flow flow;
    private final int perHour;
    private final long run;
    private final Instant now;

    /// @param run the number of the run
    /// @param perHour how many messages automations may send in the chat in an hour
    LiveStage(WriteTx tx, Surroundings around, Scene scene, Flow flow, int perHour, long run) {
        this.tx = tx;
        this.around = around;
        this.scene = scene;
        this.flow = flow;
        this.perHour = perHour;
        this.run = run;
        this.now = scene.at();
    }

    @Override
    public Scene scene() {
        return scene;
    }

    @Override
    public Instant now() {
        return now;
    }

    private String actor() {
        return "automation:" + flow.id();
    }

    private RunStore.Place place() {
        return Scenes.place(tx, scene.session().key().ref(), new Scenes.Who(scene.chat(), scene.person()));
    }

    @Override
    public Said say(Content content, boolean quote) {
        if (RunStore.sent(tx, place(), now.minus(HOUR)) >= perHour) {
            return new Said.Never("too_many_an_hour");
        }
        Optional<String> quoted = scene.message().map(Scene.Incoming::id).filter(_ -> quote);
        SendCommand command = new SendCommand(
                scene.chat(), content, SendCommand.Options.replying(quoted), Optional.empty(), Optional.empty());
        Caller caller = new Caller(scene.session().key().tenant(), actor(), Role.OWNER);
        return switch (around.messages().send(tx, caller, scene.session(), command)) {
            case Acceptance.Accepted(String id, var _, var _) -> new Said.Accepted(id);
            case Acceptance.NotConnected _ -> new Said.Later("not_connected", AGAIN);
            case Acceptance.OverQuota(var _, Instant until) ->
                new Said.Later("over_quota", Duration.between(now, until));
            case Acceptance.Blocked blocked -> new Said.Later(blocked.code(), blocked.retryAfter());
            case Acceptance.TimeOver _,
                    Acceptance.IdTaken _,
                    Acceptance.KeyReused _,
                    Acceptance.UnknownTarget _,
                    Acceptance.WrongKind _,
                    Acceptance.NotYours _ -> new Said.Never("refused");
        };
    }

    @Override
    public Optional<String> template(String id, Map<String, String> values, @Nullable String language) {
        return Rendering.of(around.templates(), scene, id, values, language);
    }

    @Override
    public void tag(List<String> add, List<String> remove) {
        around.contacts().tag(tx, scene.session().key().tenant(), scene.person(), add, remove);
    }

    @Override
    public boolean assign(String user, @Nullable String note) {
        Optional<String> id = user(user);
        id.ifPresent(one -> order(Optional.of(one), false, note));
        return id.isPresent();
    }

    @Override
    public void handOver(@Nullable String user, @Nullable String note) {
        order(user == null ? Optional.empty() : user(user), true, note);
    }

    private void order(Optional<String> user, boolean handed, @Nullable String note) {
        around.assignments()
                .assign(
                        tx,
                        Sessions.lease(scene.session()),
                        scene.chat(),
                        new Assignments.Order(user, handed, Optional.ofNullable(note), actor()));
    }

    private Optional<String> user(String name) {
        return around.users().all(scene.session().key().tenant()).stream()
                .filter(user -> user.id().equals(name) || user.login().equals(name))
                .map(Users.User::id)
                .findFirst();
    }

    @Override
    public void log(Note note) {
        RunStore.did(tx, run, note, now);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.provider.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A run that only happens in thought: nothing is sent or kept.
final class DryStage implements Stage {
    private final Surroundings around;
    private final Scene scene;
    private final List<Note> notes = new ArrayList<>();
    private Instant now;
    private int sent;

    DryStage(Surroundings around, Scene scene) {
        this.around = around;
        this.scene = scene;
        this.now = scene.at();
    }

    List<Note> notes() {
        return notes;
    }

    /// Lets time pass.
    void passUntil(Instant later) {
        if (later.isAfter(now)) {
            now = later;
        }
    }

    @Override
    public Scene scene() {
        return scene;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Said say(Content content, boolean quote) {
        sent++;
        return new Said.Accepted("simulated-" + sent);
    }

    @Override
    public Optional<String> template(String id, Map<String, String> values, @Nullable String language) {
        return Rendering.of(around.templates(), scene, id, values, language);
    }

    @Override
    public void tag(List<String> add, List<String> remove) {
        // told by the note
    }

    @Override
    public boolean assign(String user, @Nullable String note) {
        return around.users().all(scene.session().key().tenant()).stream()
                .anyMatch(one -> one.id().equals(user) || one.login().equals(user));
    }

    @Override
    public void handOver(@Nullable String user, @Nullable String note) {
        // told by the note
    }

    @Override
    public void log(Note note) {
        notes.add(note);
    }
}

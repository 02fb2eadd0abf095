// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.appstate;

import dev.switchboard.client.appstate.PatchIntake.Result;
import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.send.PhoneRequests;
import dev.switchboard.client.work.FileFetcher;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.AppStateCollection;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.SyncdSnapshotRecovery;
import dev.switchboard.wire.stanza.AppStateStanzas;
import dev.switchboard.wire.stanza.IqAnswer;
import dev.switchboard.wire.stanza.News;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the five collections of app state level with the server, and brings own changes to it.
///
/// One request is under way at a time; it fetches whatever is due and carries at most one change for each collection. A
/// change is built on the version at hand; where the server has a newer one it answers with what is missing, which is
/// taken in before the change is built again.
public final class AppState {

    private static final int NO_KEY = 424;
    private static final int CONFLICT = 409;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int MOST_TRIES = 5;

    /// How often others may be ahead of a change; each time it knows what they did, and comes after it.
    private static final int MOST_CONFLICTS = 25;

    private static final int MOST_SHORT_ANSWERS = 3;
    private static final Duration PHONE_PATIENCE = Duration.ofSeconds(60);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(AppState.class);

    private final Workbench bench;
    private final PhoneRequests phone;
    private final StateNews news;
    private final PatchIntake intake;
    private final PatchDraft drafts;
    private final Set<AppStateCollection> due = EnumSet.noneOf(AppStateCollection.class);
    private final Set<AppStateCollection> keyless = EnumSet.noneOf(AppStateCollection.class);
    private final Map<AppStateCollection, ArrayDeque<Change>> changes = new EnumMap<>(AppStateCollection.class);
    private final Map<AppStateCollection, Integer> faults = new EnumMap<>(AppStateCollection.class);
    private final Map<AppStateCollection, Long> told = new EnumMap<>(AppStateCollection.class);
    private final Set<AppStateCollection> recovering = EnumSet.noneOf(AppStateCollection.class);
    private final Set<Bytes> keysAsked = new HashSet<>();
    private List<Consumer<Answer<Done>>> waitingForLevel = new ArrayList<>(0);
    private boolean busy;
    private int era;

    public AppState(
            Workbench bench, DeviceDirectory directory, PhoneRequests phone, FileFetcher files, Runnable renamed) {
        this.bench = bench;
        this.phone = phone;
        this.news = new StateNews(bench, directory, renamed);
        this.intake = new PatchIntake(bench, news, files);
        this.drafts = new PatchDraft(bench);
    }

    /// A new connection: nothing is under way.
    public void reset() {
        era++;
        busy = false;
        due.clear();
        keyless.clear();
        faults.clear();
        told.clear();
        recovering.clear();
        keysAsked.clear();
    }

    /// The connection is gone: who waits is told.
    public void suspend() {
        era++;
        List<Change> dropped = new ArrayList<>();
        changes.values().forEach(dropped::addAll);
        changes.clear();
        dropped.forEach(change -> change.done(new Answer.NotConnected<>()));
        level(new Answer.NotConnected<>());
    }

    // What brings work

    /// The device is active: what was left undone is taken up again.
    public void resume() {
        if (bench.state().credentials().shared().newestSyncKeyId().isEmpty()) {
            return;
        }
        for (AppStateCollection collection : AppStateCollection.values()) {
            if (intake.stored(collection).behind()) {
                due.add(collection);
            }
        }
        go();
    }

    /// The phone shared keys: everything that waits for one may be readable now.
    public void keysArrived() {
        keysAsked.clear();
        keyless.clear();
        fetchAll();
    }

    /// Everything may have changed.
    public void fetchAll() {
        due.addAll(EnumSet.allOf(AppStateCollection.class));
        due.forEach(this::markBehind);
        go();
    }

    /// Collections changed on another device.
    public void changedElsewhere(List<News.AppStateChanged.CollectionVersion> versions) {
        for (News.AppStateChanged.CollectionVersion news : versions) {
            AppStateCollection.of(news.name()).ifPresent(collection -> {
                heard(collection, news.version());
                boolean known = news.version().isPresent()
                        && news.version().getAsLong()
                                <= intake.stored(collection).state().version();
                if (!known) {
                    markBehind(collection);
                    due.add(collection);
                }
            });
        }
        go();
    }

    /// The server has come so far.
    private void heard(AppStateCollection collection, OptionalLong version) {
        version.ifPresent(number -> told.merge(collection, number, Math::max));
    }

    /// Remembers, over a restart too, that there is more to fetch.
    private void markBehind(AppStateCollection collection) {
        StoredCollection stored = intake.stored(collection);
        if (!stored.behind()) {
            intake.store(stored.withBehind(true));
        }
    }

    /// Fetches what is new.
    public void refresh(Consumer<Answer<Done>> then) {
        waitingForLevel.add(then);
        fetchAll();
    }

    /// Forgets everything and fetches it again.
    public void startOver(Consumer<Answer<Done>> then) {
        for (AppStateCollection collection : AppStateCollection.values()) {
            bench.state().removeCollection(collection.wireName());
        }
        refresh(then);
    }

    /// Makes changes.
    public void change(List<SyncAction> actions, Consumer<Answer<Done>> then) {
        if (bench.state().credentials().shared().newestSyncKeyId().isEmpty()) {
            then.accept(new Answer.Refused<>(NO_KEY, "the phone has not shared its keys yet"));
            return;
        }
        Map<AppStateCollection, Change> parts = Change.of(actions, bench.now(), then);
        if (parts.isEmpty()) {
            then.accept(new Answer.Given<>(Done.DONE));
        }
        parts.forEach((collection, change) ->
                changes.computeIfAbsent(collection, _ -> new ArrayDeque<>()).add(change));
        go();
    }

    // The request

    private void go() {
        if (busy || !bench.connected()) {
            return;
        }
        Map<AppStateCollection, PatchDraft.Ready> sent = new EnumMap<>(AppStateCollection.class);
        List<AppStateStanzas.Wanted> wanted = new ArrayList<>();
        for (AppStateCollection collection : AppStateCollection.values()) {
            want(collection, sent).ifPresent(wanted::add);
        }
        if (wanted.isEmpty()) {
            level(new Answer.Given<>(Done.DONE));
            return;
        }
        busy = true;
        int mine = era;
        bench.ask(AppStateStanzas.request(bench.nextId(), wanted), answer -> {
            if (mine == era) {
                answered(answer, wanted, sent);
            }
        });
    }

    private Optional<AppStateStanzas.Wanted> want(
            AppStateCollection collection, Map<AppStateCollection, PatchDraft.Ready> sent) {
        String name = collection.wireName();
        StoredCollection stored = intake.stored(collection);
        Optional<Change> change = Optional.ofNullable(changes.get(collection)).map(ArrayDeque::peekFirst);
        if (keyless.contains(collection)) {
            if (change.isPresent()) {
                refuse(collection, new Answer.Refused<>(NO_KEY, "a key of the collection is missing"));
            }
            return Optional.empty();
        }
        if (due.contains(collection) || (change.isPresent() && !stored.whole())) {
            due.add(collection);
            return Optional.of(
                    stored.state().version() == 0
                            ? AppStateStanzas.Wanted.everything(name)
                            : AppStateStanzas.Wanted.patchesAfter(
                                    name, stored.state().version()));
        }
        if (change.isEmpty()) {
            return Optional.empty();
        }
        Optional<PatchDraft.Ready> ready = drafts.build(stored, change.get());
        if (ready.isEmpty()) {
            refuse(collection, new Answer.Refused<>(NO_KEY, "the newest key is missing"));
            return Optional.empty();
        }
        sent.put(collection, ready.get());
        return Optional.of(AppStateStanzas.Wanted.push(
                name, stored.state().version(), ready.get().patch()));
    }

    private void answered(
            Answer<Node> answer, List<AppStateStanzas.Wanted> wanted, Map<AppStateCollection, PatchDraft.Ready> sent) {
        switch (answer) {
            case Answer.Given<Node>(Node iq) -> {
                List<AppStateStanzas.Answer> fresh = AppStateStanzas.answers(iq);
                // What the server says nothing of is not asked again before something changes.
                wanted.forEach(one -> AppStateCollection.of(one.name())
                        .filter(collection -> !sent.containsKey(collection))
                        .ifPresent(due::remove));
                takeIn(fresh.iterator(), sent);
            }
            case Answer.Refused<Node> _, Answer.TimedOut<Node> _ -> {
                sent.keySet().forEach(collection -> refuse(collection, answer.map(_ -> Done.DONE)));
                busy = false;
                EnumSet.allOf(AppStateCollection.class).stream()
                        .filter(due::remove)
                        .forEach(this::fetchLater);
                level(answer.map(_ -> Done.DONE));
            }
            case Answer.NotConnected<Node> _ -> busy = false;
        }
    }

    private void fetchLater(AppStateCollection collection) {
        int mine = era;
        Duration delay = RETRY_AFTER.multipliedBy(1L << faults.getOrDefault(collection, 0));
        bench.later(delay, () -> {
            if (mine == era) {
                due.add(collection);
                go();
            }
        });
    }

    private void takeIn(Iterator<AppStateStanzas.Answer> answers, Map<AppStateCollection, PatchDraft.Ready> sent) {
        if (!answers.hasNext()) {
            busy = false;
            go();
            return;
        }
        AppStateStanzas.Answer answer = answers.next();
        Optional<AppStateCollection> collection = AppStateCollection.of(answer.name());
        if (collection.isEmpty()) {
            takeIn(answers, sent);
            return;
        }
        Optional<PatchDraft.Ready> ready = Optional.ofNullable(sent.get(collection.get()));
        int mine = era;
        Runnable next = () -> {
            if (mine == era) {
                takeIn(answers, sent);
            }
        };
        if (ready.isPresent()) {
            changeAnswered(collection.get(), answer, ready.get(), next);
        } else {
            fetched(collection.get(), answer, next);
        }
    }

    // What was fetched

    private void fetched(AppStateCollection collection, AppStateStanzas.Answer answer, Runnable next) {
        if (answer.error().isPresent()) {
            int code = answer.error().get().code();
            stuck(collection, "refused-" + code);
            if (code != BAD_REQUEST && code != NOT_FOUND) {
                fetchLater(collection);
            }
            next.run();
            return;
        }
        heard(collection, answer.version());
        long before = intake.stored(collection).state().version();
        intake.take(collection, answer, result -> {
            settle(collection, result, answer.morePatches(), before);
            next.run();
        });
    }

    private void settle(AppStateCollection collection, Result result, boolean more, long before) {
        switch (result) {
            case Result.Taken() -> taken(collection, more, before);
            case Result.KeyMissing(Bytes keyId) -> keyMissing(collection, keyId);
            case Result.Broken(String reason) -> broken(collection, reason);
            case Result.FileMissing(String reason) -> {
                stuck(collection, reason);
                markBehind(collection);
                if (faults.merge(collection, 1, Integer::sum) < MOST_TRIES) {
                    fetchLater(collection);
                }
            }
        }
    }

    private void taken(AppStateCollection collection, boolean more, long before) {
        StoredCollection stored = intake.stored(collection);
        if (more && stored.state().version() != before) {
            due.add(collection);
            return;
        }
        boolean tooShort = stored.state().version() < told.getOrDefault(collection, 0L);
        if (tooShort && faults.merge(collection, 1, Integer::sum) <= MOST_SHORT_ANSWERS) {
            markBehind(collection);
            fetchLater(collection);
            return;
        }
        told.remove(collection);
        faults.remove(collection);
        if (stored.behind() || !stored.whole()) {
            intake.store(stored.withBehind(false));
            bench.emit(new SyncEvent.CollectionSynced(
                    collection.wireName(), stored.state().version()));
        }
    }

    private void keyMissing(AppStateCollection collection, Bytes keyId) {
        keyless.add(collection);
        markBehind(collection);
        if (keysAsked.add(keyId)) {
            phone.send(PeerMessages.keyRequest(List.of(keyId)));
        }
        stuck(collection, "app-state-missing-key");
    }

    /// What does not hold is thrown away and fetched as a whole; the second time the phone is asked what it knows.
    private void broken(AppStateCollection collection, String reason) {
        LOG.warn("app state {} does not hold: {}", collection.wireName(), reason);
        bench.state().removeCollection(collection.wireName());
        if (faults.merge(collection, 1, Integer::sum) == 1) {
            due.add(collection);
            return;
        }
        stuck(collection, reason);
        if (recovering.add(collection)) {
            phone.send(PeerMessages.recovery(collection.wireName(), bench.now()));
            int mine = era;
            bench.later(PHONE_PATIENCE, () -> {
                if (mine == era) {
                    giveUp(collection);
                }
            });
        }
    }

    /// The phone cannot help: it is to make the collection anew.
    private void giveUp(AppStateCollection collection) {
        if (recovering.remove(collection)) {
            phone.send(PeerMessages.appStateException(List.of(collection.wireName()), bench.now()));
        }
    }

    /// The phone answers what it knows of a collection; empty if it has nothing to tell.
    public void recovered(Optional<SyncdSnapshotRecovery> account) {
        if (account.isEmpty()) {
            List.copyOf(recovering).forEach(this::giveUp);
            return;
        }
        Optional<AppStateCollection> collection =
                AppStateCollection.of(account.get().getCollectionName()).filter(recovering::contains);
        if (collection.isEmpty()) {
            return;
        }
        Result result = intake.recover(collection.get(), account.get());
        if (result instanceof Result.Taken) {
            recovering.remove(collection.get());
            due.add(collection.get());
            go();
        } else {
            LOG.warn(
                    "what the phone knows of {} cannot be used: {}",
                    collection.get().wireName(),
                    result);
            giveUp(collection.get());
        }
    }

    private void stuck(AppStateCollection collection, String reason) {
        bench.emit(new SyncEvent.CollectionStuck(collection.wireName(), reason));
        refuse(collection, new Answer.Refused<>(NO_KEY, reason));
    }

    // What was changed here

    private void changeAnswered(
            AppStateCollection collection, AppStateStanzas.Answer answer, PatchDraft.Ready ready, Runnable next) {
        if (answer.error().isEmpty()) {
            accepted(collection, ready);
            next.run();
            return;
        }
        IqAnswer.StanzaError error = answer.error().get();
        Change change = ready.change();
        if (error.code() != CONFLICT || change.triedAgain() > MOST_CONFLICTS) {
            finish(collection, change, new Answer.Refused<>(error.code(), error.text()));
            next.run();
            return;
        }
        if (answer.patches().isEmpty() && answer.snapshot().isEmpty()) {
            markBehind(collection);
            due.add(collection);
            next.run();
            return;
        }
        long before = intake.stored(collection).state().version();
        intake.take(collection, answer, result -> {
            settle(collection, result, answer.morePatches(), before);
            next.run();
        });
    }

    private void accepted(AppStateCollection collection, PatchDraft.Ready ready) {
        StoredCollection stored = intake.stored(collection);
        intake.storeMacs(collection.wireName(), ready.macs());
        intake.store(stored.at(ready.state()));
        Change change = ready.change();
        change.actions().forEach(action -> news.take(action, SyncEvent.Source.HERE, change.at()));
        finish(collection, change, new Answer.Given<>(Done.DONE));
    }

    private void finish(AppStateCollection collection, Change change, Answer<Done> answer) {
        ArrayDeque<Change> waiting = changes.get(collection);
        if (waiting != null) {
            waiting.remove(change);
        }
        change.done(answer);
    }

    private void refuse(AppStateCollection collection, Answer<Done> answer) {
        ArrayDeque<Change> waiting = changes.remove(collection);
        if (waiting != null) {
            waiting.forEach(change -> change.done(answer));
        }
    }

    private void level(Answer<Done> answer) {
        List<Consumer<Answer<Done>>> waiting = waitingForLevel;
        waitingForLevel = new ArrayList<>(0);
        waiting.forEach(then -> then.accept(answer));
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.server;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.appstate.AppStateHandler;
import dev.switchboard.sandbox.connection.Activation;
import dev.switchboard.sandbox.connection.Connections;
import dev.switchboard.sandbox.connection.Gate;
import dev.switchboard.sandbox.connection.OfflineFaults;
import dev.switchboard.sandbox.connection.Streams;
import dev.switchboard.sandbox.connection.Tampering;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.directory.DeviceLists;
import dev.switchboard.sandbox.directory.EncryptHandler;
import dev.switchboard.sandbox.directory.KeyDirectory;
import dev.switchboard.sandbox.directory.UsyncHandler;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.group.Groups;
import dev.switchboard.sandbox.group.GroupsHandler;
import dev.switchboard.sandbox.group.PictureRights;
import dev.switchboard.sandbox.iq.AccountNotices;
import dev.switchboard.sandbox.iq.BlocklistHandler;
import dev.switchboard.sandbox.iq.EmptyResultHandler;
import dev.switchboard.sandbox.iq.IqDispatcher;
import dev.switchboard.sandbox.iq.PrivacyHandler;
import dev.switchboard.sandbox.iq.PropertiesHandler;
import dev.switchboard.sandbox.linking.DevicesHandler;
import dev.switchboard.sandbox.linking.Linking;
import dev.switchboard.sandbox.linking.PhoneBell;
import dev.switchboard.sandbox.linking.Unlinking;
import dev.switchboard.sandbox.media.Media;
import dev.switchboard.sandbox.mex.MexHandler;
import dev.switchboard.sandbox.mex.ReachOutLock;
import dev.switchboard.sandbox.network.NetworkThread;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.sandbox.newsletter.NewsletterHandler;
import dev.switchboard.sandbox.newsletter.Newsletters;
import dev.switchboard.sandbox.newsletter.Newsroom;
import dev.switchboard.sandbox.people.People;
import dev.switchboard.sandbox.people.Visibility;
import dev.switchboard.sandbox.presence.ChatStates;
import dev.switchboard.sandbox.presence.Presences;
import dev.switchboard.sandbox.routing.CallRouter;
import dev.switchboard.sandbox.routing.FirstContacts;
import dev.switchboard.sandbox.routing.MessageRouter;
import dev.switchboard.sandbox.routing.PhoneNews;
import dev.switchboard.sandbox.routing.ReceiptRouter;
import dev.switchboard.sandbox.routing.RepeatFilter;
import dev.switchboard.sandbox.routing.Routes;
import dev.switchboard.sandbox.routing.StanzaRouter;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.sandbox.watch.StanzaLog;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// The parts of the server, each made once and told of those it needs. Used on the network thread, but for the
/// [Gate].
final class Parts {

    final Registry registry;
    final Groups groups;
    final Newsletters newsletters;
    final Newsroom newsroom;
    final Post post;
    final KeyDirectory keys;
    final DeviceLists deviceLists;
    final Connections connections = new Connections();
    final Presences presences;
    final ChatStates chatStates;
    final RepeatFilter repeats;
    final People people;
    final Routes routes;
    final FirstContacts contacts;
    final ReachOutLock lock;
    final AppStateHandler appState;
    final MessageRouter messages;
    final StanzaRouter router;
    final Linking linking;
    final Unlinking unlinking;
    final Gate gate;

    /// What the parts stand on.
    ///
    /// @param settings how the server behaves
    /// @param media the media store
    record Ground(
            NetworkThread network,
            Timers timers,
            StateStore store,
            StanzaLog log,
            Faults faults,
            InstantSource clock,
            RandomGenerator random,
            Network.Settings settings,
            Media media) {}

    /// What the parts tell the phones.
    interface ToPhones extends PhoneBell {
        /// A companion can be written to.
        void ready(Device companion, int logins);

        /// A companion was removed.
        void removed(Device companion);

        /// The phone of an account is to be registered anew.
        void reregister(Account account);
    }

    Parts(Ground ground, ToPhones phones) {
        InstantSource clock = ground.clock;
        StateStore store = ground.store;
        StanzaIds ids = new StanzaIds(clock);
        Network.Settings settings = ground.settings;
        registry = new Registry(store, clock, ground.random, settings.firstCompanion(), settings.sharedAddressBook());
        groups = new Groups(store, clock, ground.random, settings.groupAddressing());
        post = new Post(store);
        keys = new KeyDirectory(store);
        newsletters = new Newsletters(store, clock, ground.random);
        newsroom = new Newsroom(newsletters, post, ids, clock);
        deviceLists = new DeviceLists(post, ids, clock, groups::fellowsOf);
        people = new People(registry, post, store, ids, clock, ground.random);
        presences = new Presences(registry, post, people.visibility(), clock);
        chatStates = new ChatStates(registry, groups, post, clock, settings.chatStateTtl());
        repeats = new RepeatFilter(store);
        appState = new AppStateHandler(
                store,
                post,
                new AppStateHandler.SnapshotPolicy(ground.media.store(), ground.random, settings.snapshotAfter()),
                ground.faults,
                ids,
                clock);
        lock = new ReachOutLock(ground.faults, post, ids, clock);
        contacts = new FirstContacts(ground.faults, lock::met, clock);
        routes = new Routes(registry, groups, newsroom, post, ground.faults, repeats, people.strangers(), clock);
        messages =
                new MessageRouter(registry, routes.all(), repeats, contacts, phones::reregister, ground.faults, clock);
        EncryptHandler encrypt = new EncryptHandler(keys, registry, post, ground.faults, ids, clock, ground.random);
        Activation activation = new Activation(
                connections,
                post,
                keys,
                encrypt,
                presences,
                chatStates,
                registry,
                new OfflineFaults(ground.faults, post, ids, clock),
                phones::ready);
        encrypt.onUpload(activation::tellIfReady);
        linking = new Linking(
                ground.network, ground.timers, registry, deviceLists, phones, ground.faults, ids, clock, ground.random);
        unlinking = new Unlinking(
                registry,
                connections,
                deviceLists,
                List.of(
                        presences::remove,
                        chatStates::remove,
                        repeats::remove,
                        routes::remove,
                        newsroom::remove,
                        keys::remove,
                        post::remove,
                        phones::removed));
        IqDispatcher queries = queries(ground, ids, encrypt, activation);
        router = new StanzaRouter(
                queries,
                messages,
                new ReceiptRouter(registry, groups, newsroom, post, clock),
                new CallRouter(registry, post, ids, clock),
                new PhoneNews(registry, post, clock),
                presences,
                chatStates,
                post,
                ground.log);
        Streams streams = new Streams(
                registry,
                connections,
                linking,
                router,
                post,
                presences,
                activation,
                contacts,
                unlinking::remove,
                ground.faults,
                clock);
        gate = new Gate(
                ground.network,
                streams,
                connections,
                ground.log,
                clock,
                () -> new Tampering(ground.faults, ground.timers, ground.network));
    }

    private IqDispatcher queries(Ground ground, StanzaIds ids, EncryptHandler encrypt, Activation activation) {
        Faults faults = ground.faults;
        InstantSource clock = ground.clock;
        Media media = ground.media;
        AccountNotices notices = new AccountNotices(post, ids, clock);
        IqDispatcher queries = new IqDispatcher(faults, clock, ground.log);
        queries.register(encrypt, "encrypt");
        queries.register(new UsyncHandler(registry, people.visibility(), people.pictures(), faults), "usync");
        queries.register(activation, "passive");
        queries.register(new DevicesHandler(registry, unlinking, linking.codes()), "md");
        queries.register(appState, "w:sync:app:state");
        queries.register(new PropertiesHandler(), List.of("abt", "w"));
        queries.register(new PrivacyHandler(registry, notices, people.tokens()), "privacy");
        queries.register(new BlocklistHandler(registry, notices), "blocklist");
        people.register(queries, notices, new PictureRights(groups), media.host()::url);
        queries.register(media.connections(), "w:m");
        GroupsHandler groupQueries = new GroupsHandler(
                groups, registry, post, ids, this::letsItselfBeAdded, people.pictures(), media.host()::url);
        queries.register(groupQueries, "w:g2");
        queries.register(new NewsletterHandler(newsletters, newsroom, clock), "newsletter");
        MexHandler.Subjects subjects = new MexHandler.Subjects(
                registry, groups, groupQueries, newsletters, people.pictures(), people::changeAbout, lock);
        queries.register(new MexHandler(subjects, post, ids, clock), "w:mex");
        queries.register(new EmptyResultHandler(), EmptyResultHandler.NAMESPACES);
        return queries;
    }

    private boolean letsItselfBeAdded(Account account, Account admin) {
        return people.visibility().allows(admin, account, Visibility.What.GROUP_ADD);
    }

    /// Reads what was kept.
    void restore() {
        registry.restore();
        groups.restore(registry);
        newsletters.restore(registry);
        keys.restore(registry);
        post.restore(registry);
        repeats.restore(registry);
        appState.restore(registry);
        people.restore();
    }

    /// Forgets everything, in memory only.
    void clear() {
        linking.clear();
        for (Account account : List.copyOf(registry.accounts())) {
            account.companions().forEach(presences::remove);
        }
        presences.clear();
        chatStates.clear();
        repeats.clear();
        people.clear();
        contacts.clear();
        routes.clear();
        groups.clear();
        newsletters.clear();
        newsroom.clear();
        appState.clear();
        keys.clear();
        post.clear();
        registry.clear();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.addon.Parents;
import dev.switchboard.client.appstate.AppState;
import dev.switchboard.client.call.CallDesk;
import dev.switchboard.client.channel.NewsletterDepartment;
import dev.switchboard.client.channel.NewsletterNews;
import dev.switchboard.client.login.LoginSequence;
import dev.switchboard.client.login.PreKeyUpkeep;
import dev.switchboard.client.media.MediaRetries;
import dev.switchboard.client.media.MediaTransfers;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.mex.Mex;
import dev.switchboard.client.pairing.Pairing;
import dev.switchboard.client.pairing.PasskeyPairing;
import dev.switchboard.client.people.ColdChats;
import dev.switchboard.client.people.PeopleNews;
import dev.switchboard.client.people.Privacy;
import dev.switchboard.client.people.Profiles;
import dev.switchboard.client.receive.Administration;
import dev.switchboard.client.receive.ContentReader;
import dev.switchboard.client.receive.MessageReceiver;
import dev.switchboard.client.receive.NotificationReader;
import dev.switchboard.client.receive.PresenceReader;
import dev.switchboard.client.receive.ReceiptReader;
import dev.switchboard.client.roster.GroupNews;
import dev.switchboard.client.roster.GroupRegistry;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.send.GroupSender;
import dev.switchboard.client.send.Outbox;
import dev.switchboard.client.send.PhoneRequests;
import dev.switchboard.client.send.PostSender;
import dev.switchboard.client.send.Resends;
import dev.switchboard.client.send.Sender;
import dev.switchboard.client.send.SessionOpener;
import dev.switchboard.client.send.StatusSender;
import dev.switchboard.client.send.TrustTokens;
import dev.switchboard.client.sync.HistoryIntake;
import dev.switchboard.client.sync.PhoneIntake;
import dev.switchboard.client.work.FileFetcher;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;

/// The parts of a companion that do its work, put together.
record Departments(
        DeviceDirectory directory,
        PreKeyUpkeep preKeys,
        LoginSequence login,
        Pairing pairing,
        Outbox outbox,
        Sender sender,
        Resends resends,
        MessageReceiver messages,
        ReceiptReader receipts,
        NotificationReader notifications,
        PresenceReader presence,
        PhoneIntake phone,
        GroupRegistry groups,
        GroupNews groupNews,
        GroupSender groupSender,
        StatusSender statuses,
        PostSender posts,
        NewsletterDepartment newsletters,
        NewsletterNews newsletterNews,
        PasskeyPairing passkeys,
        AppState appState,
        TrustTokens tokens,
        Profiles profiles,
        Privacy privacy,
        PeopleNews peopleNews,
        ColdChats coldChats,
        CallDesk calls,
        Parents parents,
        MediaTransfers transfers,
        MediaRetries mediaRetries) {

    /// The ways of linking.
    record Linking(Pairing pairing, PasskeyPairing passkeys) {}

    /// What the parts ask of the companion as a whole.
    interface Companionship
            extends LoginSequence.Progress, NotificationReader.Others, MessageReceiver.Availability, PhoneIntake.Owner {

        /// The account has a new name.
        void renamed();
    }

    static Departments assemble(Workbench bench, Linking linking, MediaTransfers transfers, Companionship companion) {
        DeviceDirectory directory = new DeviceDirectory(bench);
        SessionOpener sessions = new SessionOpener(bench, directory);
        PreKeyUpkeep preKeys = new PreKeyUpkeep(bench);
        Outbox outbox = new Outbox(bench, directory);
        PhoneRequests requests = new PhoneRequests(bench, directory, sessions, outbox);
        NewsletterDepartment newsletters = new NewsletterDepartment(bench, new Mex(bench));
        GroupRegistry groups = new GroupRegistry(bench, directory);
        Parents parents = new Parents(bench, directory);
        GroupSender groupSender = new GroupSender(bench, directory, sessions, outbox, groups, parents);
        outbox.tellRefusals(groupSender);
        Resends resends = new Resends(bench, directory, sessions, outbox, groupSender);
        ContentReader reader = new ContentReader(directory, parents, new Administration(groups));
        TrustTokens tokens = new TrustTokens(bench, directory);
        FileFetcher files = transfers.fetcher();
        AppState appState = new AppState(bench, directory, requests, files, companion::renamed);
        HistoryIntake history = new HistoryIntake(bench, directory, reader, requests, files);
        PhoneIntake phone = new PhoneIntake(bench, directory, reader, history, appState, companion);
        Privacy privacy = new Privacy(bench, directory);
        MessageReceiver messages = new MessageReceiver(
                bench, new MessageReceiver.Parts(directory, sessions, preKeys, requests, reader), phone, companion);
        return new Departments(
                directory,
                preKeys,
                new LoginSequence(bench, preKeys, companion),
                linking.pairing(),
                outbox,
                new Sender(bench, directory, sessions, outbox, parents),
                resends,
                messages,
                new ReceiptReader(bench, directory, resends),
                new NotificationReader(bench, directory, preKeys, companion),
                new PresenceReader(bench, directory),
                phone,
                groups,
                new GroupNews(bench, directory, groups),
                groupSender,
                new StatusSender(bench, outbox, groupSender),
                new PostSender(bench, outbox, newsletters, parents),
                newsletters,
                new NewsletterNews(bench),
                linking.passkeys(),
                appState,
                tokens,
                new Profiles(bench, directory),
                privacy,
                new PeopleNews(bench, directory, tokens, privacy),
                new ColdChats(bench, new Mex(bench)),
                new CallDesk(bench, directory),
                parents,
                transfers,
                new MediaRetries(bench, directory));
    }

    /// Takes a message over, whatever it is addressed to.
    void send(OutgoingMessage message, Reply<SendOutcome> reply) {
        Jid chat = message.to();
        if (chat.isGroup()) {
            groupSender.send(message, reply);
        } else if (chat.isStatus()) {
            statuses.send(message, reply);
        } else if (chat.isNewsletter()) {
            posts.send(message, reply);
        } else {
            sender.send(message, reply);
        }
    }

    /// A new connection begins: nothing of the last one is under way any more.
    void reset() {
        preKeys.reset();
        login.reset();
        pairing.reset();
        passkeys.reset();
        appState.reset();
    }

    /// The connection is gone.
    void suspend() {
        login.suspend();
        sender.suspend();
        groupSender.suspend();
        posts.suspend();
        outbox.suspend();
        appState.suspend();
        mediaRetries.suspend();
    }
}

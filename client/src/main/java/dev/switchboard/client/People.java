// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.event.Party;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.person.About;
import dev.switchboard.client.person.BusinessProfile;
import dev.switchboard.client.person.PersonInfo;
import dev.switchboard.client.person.PictureAnswer;
import dev.switchboard.client.person.PictureSize;
import dev.switchboard.client.person.PrivacySetting;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Other people, and what the account shows of itself to them. Thread-safe.
public final class People {

    private final CompanionWorker worker;

    People(CompanionWorker worker) {
        this.worker = worker;
    }

    /// A person, or any chat, with all addresses known here. Asks nobody.
    public Reply<Answer<Party>> resolve(Jid person) {
        return worker.ask(then ->
                then.accept(new Answer.Given<>(worker.departments().directory().party(person))));
    }

    /// Asks what the server tells about these people. Whoever it does not know is told as not registered.
    public Reply<Answer<List<PersonInfo>>> describe(List<Jid> people) {
        return worker.ask(then -> worker.departments().profiles().describe(people, then));
    }

    /// Asks for the about text of a person; hidden and empty ones are told as such.
    public Reply<Answer<About>> about(Jid person) {
        return worker.ask(then -> worker.departments().profiles().about(person, then));
    }

    /// Sets the own about text.
    public Reply<Answer<Done>> setAbout(String text) {
        return worker.ask(then -> worker.departments().profiles().setAbout(text, then));
    }

    /// Asks for the picture of a person or group.
    ///
    /// @param knownId the id of the picture at hand
    public Reply<Answer<PictureAnswer>> picture(Jid owner, PictureSize size, Optional<String> knownId) {
        return worker.ask(then -> worker.departments().profiles().picture(owner, size, knownId, then));
    }

    /// Sets the own picture, or a group's.
    ///
    /// @param jpeg 640 by 640 pixels is what phones set
    /// @return the picture's id
    public Reply<Answer<String>> setPicture(Optional<Jid> group, Bytes jpeg) {
        return worker.ask(then -> worker.departments().profiles().setPicture(group, jpeg, then));
    }

    /// Removes the own picture, or a group's.
    public Reply<Answer<Done>> removePicture(Optional<Jid> group) {
        return worker.ask(then -> worker.departments().profiles().removePicture(group, then));
    }

    /// Asks for the details of a business; empty if it is none or has none.
    public Reply<Answer<Optional<BusinessProfile>>> business(Jid person) {
        return worker.ask(then -> worker.departments().profiles().business(person, then));
    }

    /// Asks who is blocked.
    public Reply<Answer<List<Party>>> blocklist() {
        return worker.ask(then -> worker.departments().privacy().blocklist(then));
    }

    /// Blocks or unblocks a person.
    public Reply<Answer<Done>> block(Jid person, boolean block) {
        return worker.ask(then -> worker.departments().privacy().block(person, block, then));
    }

    /// Asks for the privacy settings, by the network's names.
    public Reply<Answer<Map<String, String>>> privacy() {
        return worker.ask(then -> worker.departments().privacy().settings(then));
    }

    /// Changes a privacy setting.
    ///
    /// @param value one of the setting's choices; others are refused with 400
    /// @return all settings the server told
    public Reply<Answer<Map<String, String>>> setPrivacy(PrivacySetting setting, String value) {
        return worker.ask(then -> worker.departments().privacy().set(setting, value, then));
    }

    /// Sets how long messages of new chats last; zero for good.
    public Reply<Answer<Done>> setDefaultTimer(Duration timer) {
        return worker.ask(then -> worker.departments().privacy().setDefaultTimer(timer, then));
    }

    /// Gives a person a token that entitles to write to this account, ahead of the first message.
    public Reply<Answer<Done>> trust(Jid person) {
        return worker.ask(then -> worker.departments().tokens().issue(person, then));
    }

    /// Whether there is a live token of a person, which entitles this account to write to them.
    public Reply<Answer<Boolean>> isTrustedBy(Jid person) {
        return worker.ask(then -> then.accept(new Answer.Given<>(
                worker.departments().directory().liveToken(person).isPresent())));
    }

    /// Asks no longer to hear when a person comes and goes.
    public void unsubscribePresence(Jid person) {
        worker.command(() -> worker.departments().profiles().unsubscribe(person), () -> {});
    }
}

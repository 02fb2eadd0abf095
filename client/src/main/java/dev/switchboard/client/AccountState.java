// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.Reply;
import dev.switchboard.wire.appstate.SyncAction;
import java.util.List;

/// The state that all devices of the account share: its chats, labels, contacts and settings. Thread-safe.
///
/// What others change, and own changes once the server has them, are told as
/// [dev.switchboard.client.event.SyncEvent.StateChanged].
public final class AccountState {

    private final CompanionWorker worker;

    AccountState(CompanionWorker worker) {
        this.worker = worker;
    }

    /// Changes something. Done when the server has it, which may take a few tries where other devices change things at
    /// the same time. Chats are to be named by the address under which the account files them: the LID where known.
    public Reply<Answer<Done>> change(SyncAction action) {
        return change(List.of(action));
    }

    /// Changes several things; those of one collection become one patch.
    public Reply<Answer<Done>> change(List<SyncAction> actions) {
        return worker.ask(then -> worker.departments().appState().change(actions, then));
    }

    /// Gives the account another push name, which contacts are shown.
    public Reply<Answer<Done>> rename(String name) {
        return change(new SyncAction.PushName(name));
    }

    /// Fetches what is new in all collections.
    public Reply<Answer<Done>> refresh() {
        return worker.ask(then -> worker.departments().appState().refresh(then));
    }

    /// Throws away what is known of all collections and fetches the whole again.
    public Reply<Answer<Done>> startOver() {
        return worker.ask(then -> worker.departments().appState().startOver(then));
    }
}

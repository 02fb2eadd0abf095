// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.Reply;
import dev.switchboard.wire.jid.Jid;

/// Calls that come in. Thread-safe.
public final class Calls {

    private final CompanionWorker worker;

    Calls(CompanionWorker worker) {
        this.worker = worker;
    }

    /// Rejects a call.
    ///
    /// @param callId as its offer told
    /// @param caller as its offer told
    public Reply<Answer<Done>> reject(String callId, Jid caller) {
        return worker.ask(then -> worker.departments().calls().reject(callId, caller, then));
    }

    /// Makes a link under which others can call this account.
    ///
    /// @return the link
    public Reply<Answer<String>> createLink(boolean video) {
        return worker.ask(then -> worker.departments().calls().createLink(video, then));
    }
}

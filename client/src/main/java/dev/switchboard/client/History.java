// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.HistoryPlace;
import dev.switchboard.client.message.Reply;
import java.time.Duration;

/// What was before the device was linked: the phone knows it, and hands it over when asked. Thread-safe.
public final class History {

    private final CompanionWorker worker;

    History(CompanionWorker worker) {
        this.worker = worker;
    }

    /// Asks the phone for older messages of a chat. If the phone is on, they come as
    /// [dev.switchboard.client.event.ClientEvent.HistoryReceived] of type `ON_DEMAND`, with the id of this request.
    ///
    /// @param count at most 50
    /// @return the request's id
    public Reply<Answer<String>> requestOlder(HistoryPlace place, int count) {
        return worker.ask(then -> worker.departments().phone().history().requestOlder(place, count, then));
    }

    /// Asks the phone for its history as a whole, back to some time ago.
    ///
    /// @return the request's id
    public Reply<Answer<String>> requestFull(Duration back) {
        return worker.ask(then -> worker.departments().phone().history().requestFull(back, then));
    }

    /// Tries again to fetch pieces of the history that could not be fetched.
    public Reply<Answer<Done>> retry() {
        return worker.ask(then -> worker.departments().phone().history().retry(then));
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.call;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.event.CallEvent;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.jid.JidServer;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.CallStanza;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells of calls, and rejects them. Their sound and pictures are none of a companion's business.
public final class CallDesk {

    private static final Jid LINKS = new Jid("", JidServer.CALL, 0, 0);

    private final Workbench bench;
    private final DeviceDirectory directory;

    public CallDesk(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.directory = directory;
    }

    /// Takes a `<call>` in.
    ///
    /// @param linked whether there is an account that could be called
    public void call(Node stanza, boolean linked) {
        bench.send(Ack.replyTo(stanza).toNode());
        if (!linked) {
            return;
        }
        CallStanza call = CallStanza.of(stanza);
        Optional<Jid> from = call.route().from();
        if (from.isPresent() && call.signal().isPresent()) {
            take(call, call.signal().get(), from.get());
        }
    }

    private void take(CallStanza stanza, CallStanza.Signal signal, Jid from) {
        Jid creator = signal.creator().orElse(from);
        CallEvent.Call call = new CallEvent.Call(
                signal.callId(),
                caller(creator, signal.creatorAlternative()),
                signal.group().map(directory::party));
        Instant at = stanza.timestamp().orElseGet(bench::now);
        switch (signal.kind()) {
            case OFFER, OFFER_NOTICE -> bench.emit(new CallEvent.Offered(call, signal.video(), stanza.offline(), at));
            case ACCEPT -> bench.emit(new CallEvent.Accepted(call, directory.party(from), at));
            case REJECT -> bench.emit(new CallEvent.Rejected(call, directory.party(from), at));
            case TERMINATE -> bench.emit(new CallEvent.Ended(call, signal.reason(), at));
            case OTHER -> {}
        }
    }

    /// Who calls. The other address that comes along is shown, but not learnt: the caller may have written it.
    private Party caller(Jid creator, Optional<Jid> other) {
        Party known = directory.party(creator);
        Optional<Jid> pn = known.pn().or(() -> other.filter(Jid::isPn));
        Optional<Jid> lid = known.lid().or(() -> other.filter(Jid::isLid));
        return pn.isEmpty() && lid.isEmpty() ? known : Party.person(pn, lid);
    }

    /// Rejects a call.
    public void reject(String callId, Jid caller, Consumer<Answer<Done>> then) {
        Account account = bench.state().account();
        Jid self = caller.isLid() ? account.lid().bare() : account.pn().bare();
        bench.ask(
                CallStanza.reject(bench.nextId(), self, caller.bare(), callId),
                answer -> then.accept(answer.map(_ -> Done.DONE)));
    }

    /// Makes a link under which others can call.
    public void createLink(boolean video, Consumer<Answer<String>> then) {
        Node request = Node.builder("call")
                .attr("id", bench.nextId())
                .attr("to", LINKS)
                .child(Node.builder("link_create").attr("media", video ? "video" : "audio"))
                .build();
        bench.ask(
                request,
                answer -> then.accept(answer.map(node -> "https://call.whatsapp.com/" + (video ? "video" : "voice")
                        + "/" + node.requireChild("link_create").requireText("token"))));
    }
}

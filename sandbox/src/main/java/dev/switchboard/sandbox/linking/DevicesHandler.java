// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.LinkCode;
import java.util.List;
import java.util.Optional;

/// Namespace `md` for devices that have logged in: a companion removes itself, a phone removes companions and answers
/// link codes.
public final class DevicesHandler implements IqHandler {

    private final Registry registry;
    private final Unlinking unlinking;
    private final LinkCodes codes;

    /// A handler for all accounts.
    public DevicesHandler(Registry registry, Unlinking unlinking, LinkCodes codes) {
        this.registry = registry;
        this.unlinking = unlinking;
        this.codes = codes;
    }

    @Override
    public Answer answer(IqRequest request) {
        Optional<Node> removal = request.child("remove-companion-device");
        if (removal.isPresent()) {
            return remove(request.device(), removal.get());
        }
        return LinkCode.in(request.iq())
                .map(step -> step instanceof LinkCode.PrimaryHello hello
                                && request.device().isPrimary()
                        ? codes.phoneStep(request.account(), hello)
                        : Answer.badRequest())
                .orElseGet(Answer::notImplemented);
    }

    private Answer remove(Device asker, Node removal) {
        Account account = asker.account();
        if (removal.hasText("all", "true")) {
            return asker.isPrimary() ? removeAll(List.copyOf(account.companions())) : Answer.forbidden();
        }
        Jid jid = removal.requireJid("jid");
        Optional<Device> device =
                registry.account(jid).filter(owner -> owner == account).flatMap(owner -> owner.companion(jid.device()));
        if (device.isEmpty()) {
            return Answer.notFound();
        }
        boolean allowed = asker.isPrimary() || device.get() == asker;
        return allowed ? removeAll(List.of(device.get())) : Answer.forbidden();
    }

    private Answer removeAll(List<Device> devices) {
        return Answer.emptyThen(() -> devices.forEach(unlinking::remove));
    }
}

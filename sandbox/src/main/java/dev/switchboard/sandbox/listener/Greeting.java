// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.listener;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.HandshakeFailed;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.noise.ServerHandshake;
import dev.switchboard.wire.noise.TransportCipher;
import dev.switchboard.wire.proto.ClientPayload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The handshake with one client, as the faults let it happen. Not thread-safe.
final class Greeting {

    private final NoiseIdentity identity;
    private final Faults faults;
    private @Nullable ServerHandshake handshake;
    private boolean silent;

    Greeting(NoiseIdentity identity, Faults faults) {
        this.identity = identity;
        this.faults = faults;
    }

    /// What to do after a frame.
    sealed interface Step {
        /// Send this content of a frame.
        record Reply(Bytes message) implements Step {}

        /// Send nothing.
        record Silence() implements Step {}

        /// Close.
        record Refusal() implements Step {}

        /// Reset the TCP connection.
        record Reset() implements Step {}

        /// It is done.
        ///
        /// @param message to be sent before anything else
        record Done(Optional<Bytes> message, TransportCipher transport, PublicKey clientKey, ClientPayload payload)
                implements Step {}
    }

    /// Takes a frame's content.
    ///
    /// @throws HandshakeFailed if it is not what the handshake needs
    Step receive(byte[] frame) {
        if (silent) {
            return new Step.Silence();
        }
        ServerHandshake current = handshake;
        if (current == null) {
            if (struck(FaultKind.HANDSHAKE_REFUSE)) {
                return new Step.Refusal();
            }
            if (struck(FaultKind.HANDSHAKE_RESET)) {
                return new Step.Reset();
            }
            if (struck(FaultKind.HANDSHAKE_STALL)) {
                silent = true;
                return new Step.Silence();
            }
            current = new ServerHandshake(identity.setup(flaw(), !struck(FaultKind.HANDSHAKE_FALLBACK)));
            handshake = current;
        }
        return switch (current.receive(frame)) {
            case ServerHandshake.Step.Reply(var message) -> new Step.Reply(message);
            case ServerHandshake.Step.Established done ->
                new Step.Done(
                        done.message(),
                        done.transport(),
                        done.clientKey(),
                        payload(done.payload().toByteArray()));
        };
    }

    private NoiseIdentity.Flaw flaw() {
        if (struck(FaultKind.CERTIFICATE_WRONG)) {
            return NoiseIdentity.Flaw.STRANGE_ROOT;
        }
        if (struck(FaultKind.CERTIFICATE_MISMATCHED)) {
            return NoiseIdentity.Flaw.MISMATCHED;
        }
        return struck(FaultKind.CERTIFICATE_EXPIRED) ? NoiseIdentity.Flaw.EXPIRED : NoiseIdentity.Flaw.NONE;
    }

    private boolean struck(FaultKind kind) {
        return faults.strike(kind, FaultTarget.ANY).isPresent();
    }

    private static ClientPayload payload(byte[] bytes) {
        try {
            return ClientPayload.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessage("client payload: not readable (expected: a ClientPayload)", e);
        }
    }
}

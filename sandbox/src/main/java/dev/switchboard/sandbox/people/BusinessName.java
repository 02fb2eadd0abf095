// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import com.google.protobuf.ByteString;
import dev.switchboard.sandbox.account.Account;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.VerifiedNameCertificate;
import java.util.Optional;

/// How a business shows that it is one.
public final class BusinessName {

    private static final int SIGNATURE_SIZE = 64;

    private BusinessName() {}

    /// The answer to a question for the business; none for a person.
    public static Optional<Node> node(Account account) {
        return verified(account).map(name -> Node.of("business", name));
    }

    /// The name with its certificate, as messages of a business carry it; none for a person.
    public static Optional<Node> verified(Account account) {
        String name = account.traits().business();
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(Node.builder("verified_name")
                        .attr("verified_level", "unknown")
                        .attr("v", 2)
                        .attr("host_storage", 1)
                        .attr("actual_actors", 1)
                        .attr("privacy_mode_ts", account.created().getEpochSecond())
                        .bytes(certificate(account, name))
                        .build());
    }

    /// The certificate says the name; nobody can check its signature, and no client does.
    private static Bytes certificate(Account account, String name) {
        VerifiedNameCertificate.Details details = VerifiedNameCertificate.Details.newBuilder()
                .setSerial(account.created().getEpochSecond())
                .setIssuer("smb:wa")
                .setVerifiedName(name)
                .build();
        return Bytes.copyOf(VerifiedNameCertificate.newBuilder()
                .setDetails(details.toByteString())
                .setSignature(ByteString.copyFrom(new byte[SIGNATURE_SIZE]))
                .build()
                .toByteArray());
    }
}

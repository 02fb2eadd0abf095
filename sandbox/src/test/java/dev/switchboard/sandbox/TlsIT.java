// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.sandbox.testclient.WebSocketPipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The port's TLS.
class TlsIT {

    @TempDir
    private Path folder;

    @Test
    void isTrustedByWhoeverKnowsItsCa() {
        try (Sandbox sandbox = Sandbox.start(SandboxConfig.builder().build())) {
            String phone = sandbox.phones()
                    .createAccount(Optional.empty(), Optional.empty(), Optional.empty())
                    .phone();
            try (TestCompanion companion = TestCompanion.ready(sandbox, phone)) {
                assertThat(sandbox.chatUri().getScheme()).isEqualTo("wss");
                companion.client().settled();
            }
        }
    }

    @Test
    void isNotTrustedByOthers() {
        try (Sandbox sandbox = Sandbox.start(SandboxConfig.builder().build());
                Sandbox other = Sandbox.start(SandboxConfig.builder().build())) {
            assertThatThrownBy(() -> WebSocketPipe.open(sandbox.chatUri(), other.caPem()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void keepsItsCaInTheDataFolderForItsOwnerOnly() throws Exception {
        SandboxConfig config = SandboxConfig.builder()
                .dataFolder(folder)
                .names(List.of("web.whatsapp.com", "*.whatsapp.net"))
                .build();
        String first;
        try (Sandbox sandbox = Sandbox.start(config)) {
            first = sandbox.caPem();
        }
        try (Sandbox sandbox = Sandbox.start(config)) {
            assertThat(sandbox.caPem()).isEqualTo(first);
            assertThat(Files.readString(folder.resolve("ca.pem"))).isEqualTo(first);
            assertThat(Files.readString(folder.resolve("noise-root.hex")).strip())
                    .isEqualTo(sandbox.noiseRoot().hex());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ca-key.pem"))))
                .isEqualTo("rw-------");
    }
}

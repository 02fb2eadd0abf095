// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.switchboard.testkit.KilledProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The command backup, killed while the gateway is still sending.
class KilledBackupTest {
    private static final int HALF = 9 << 20;

    @TempDir
    private Path folder;

    @Test
    void leavesNoFileUnderTheNameThatWasAskedForAndCanBeRepeated() throws Exception {
        CountDownLatch killed = new CountDownLatch(1);
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Path file = folder.resolve("all.swb");
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "a passphrase of the test");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            gateway.setExecutor(threads);
            gateway.createContext("/api/v1/backups", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, 2L * HALF);
                exchange.getResponseBody().write(new byte[HALF]);
                exchange.getResponseBody().flush();
                await(killed);
                exchange.getResponseBody().write(new byte[HALF]);
                exchange.close();
            });
            gateway.start();
            String[] command = {
                "backup",
                file.toString(),
                "--passphrase-file",
                passphrase.toString(),
                "--url",
                "http://127.0.0.1:" + gateway.getAddress().getPort(),
                "--key-file",
                passphrase.toString()
            };
            KilledProgram.killedAt("8 MB", Main.class.getName(), command);
            assertThat(file).doesNotExist();
            assertThat(folder.resolve("all.swb.part")).isNotEmptyFile();

            killed.countDown();
            CommandLine commands = Main.commands(java.util.Map::of);
            assertThat(commands.execute(command)).isZero();
            assertThat(file).hasSize(2L * HALF);
            assertThat(folder.resolve("all.swb.part")).doesNotExist();
        } finally {
            gateway.stop(0);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}

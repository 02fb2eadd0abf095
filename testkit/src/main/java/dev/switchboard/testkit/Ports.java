// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Ports for servers that are told theirs before they listen, or that listen on it again after they were away.
///
/// The kernel gives them to nobody meanwhile: they lie below those that Linux hands out for outgoing connections and
/// for port 0. Other test processes do not get them either: as long as this one lives it holds a lock on a file of the
/// port's name.
public final class Ports {
    private static final int LOWEST = 18_000;
    private static final int HIGHEST = 31_999;
    private static final List<FileChannel> HELD = new ArrayList<>();
    private static int next = LOWEST + (int) (ProcessHandle.current().pid() * 61 % (HIGHEST - LOWEST));

    private Ports() {}

    /// A port that is this process's until it ends.
    public static synchronized int reserve() {
        try {
            Path folder = Path.of(
                    System.getProperty("java.io.tmpdir"), "switchboard-ports-" + System.getProperty("user.name"));
            Files.createDirectories(folder);
            for (int i = LOWEST; i <= HIGHEST; i++) {
                int port = next;
                next = next == HIGHEST ? LOWEST : next + 1;
                if (lock(folder.resolve(Integer.toString(port))) && isFree(port)) {
                    return port;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("all ports from " + LOWEST + " to " + HIGHEST + " are taken");
    }

    private static boolean lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // another class loader of this process has it
        }
        if (lock == null) {
            channel.close();
            return false;
        }
        HELD.add(channel);
        return true;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }
}

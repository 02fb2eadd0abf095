// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/// The main class of a Kafka broker in a process of its own, in KRaft mode: makes the storage if it is not there, then
/// serves.
public final class KafkaProcess {
    private KafkaProcess() {}

    /// @param arguments the file of settings, and the storage's folder
    public static void main(String[] arguments) throws IOException {
        if (!Files.exists(Path.of(arguments[1]))) {
            int made = StorageTool.execute(
                    new String[] {"format", "--standalone", "-t", "MkU3OEVBNTcwNTJENDM2Qg", "-c", arguments[0]},
                    System.out);
            if (made != 0) {
                throw new IOException("the storage could not be made");
            }
        }
        Kafka.main(new String[] {arguments[0]});
    }
}

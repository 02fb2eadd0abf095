// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one gateway that is started once for all of them, since a start costs seconds; each test uses sessions
/// of its own on it. It is stopped after the last test.
final class SharedGateway implements ParameterResolver {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(SharedGateway.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Harness.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(STORE).computeIfAbsent("harness", _ -> start(), Harness.class);
    }

    private static Harness start() {
        try {
            return Harness.start(Files.createTempDirectory("switchboard-test"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

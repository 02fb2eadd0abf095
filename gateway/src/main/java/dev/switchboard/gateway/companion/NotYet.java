// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.gateway.provider.Answer;
import java.lang.reflect.Proxy;

/// Parts of a link that the client does not offer: every question is answered as refused.
final class NotYet {
    private NotYet() {}

    static <T> T of(Class<T> part) {
        return part.cast(Proxy.newProxyInstance(
                part.getClassLoader(),
                new Class<?>[] {part},
                (_, method, _) -> method.getReturnType() == Answer.class
                        ? new Answer.Refused<>(501, "not-offered-by-this-client")
                        : null));
    }
}

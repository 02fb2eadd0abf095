// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect;

/// Which paths belong to a dialect.
public final class Paths {
    private Paths() {}

    /// Whether the path is one of these, or below one.
    public static boolean under(String path, String... roots) {
        for (String root : roots) {
            if (path.equals(root) || (path.startsWith(root) && path.charAt(root.length()) == '/')) {
                return true;
            }
        }
        return false;
    }
}

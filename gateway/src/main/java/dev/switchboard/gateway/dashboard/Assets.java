// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/// The files that pages load: kept by browsers for good, as the address changes with what is in them.
final class Assets {
    static final String OWN = "/dev/switchboard/gateway/web/assets/";
    static final String HTMX = webJar("org.webjars.npm", "htmx.org") + "dist/";

    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    /// Where a WebJar keeps its files; the version in the path is read from the jar itself.
    private static String webJar(String group, String name) {
        try (InputStream about =
                Assets.class.getResourceAsStream("/META-INF/maven/" + group + "/" + name + "/pom.properties")) {
            Properties properties = new Properties();
            properties.load(about);
            return "/META-INF/resources/webjars/" + name + "/" + properties.getProperty("version") + "/";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The address of a file.
    String address(String name) {
        return addresses.computeIfAbsent(name, Assets::versioned);
    }

    private static String versioned(String name) {
        String place = name.startsWith("htmx") ? HTMX : OWN;
        try (InputStream file = Assets.class.getResourceAsStream(place + name)) {
            if (file == null) {
                throw new IllegalStateException("asset: " + name + " is missing");
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.readAllBytes());
            return "/assets/" + name + "?v=" + HexFormat.of().formatHex(digest, 0, 5);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Loads signal-protocol-java together with the old protobuf-javalite that its generated code needs, apart from the
/// protobuf-java of the code under test. The adapters to it are loaded here too; what they share with the tests is not.
final class OracleLoader extends URLClassLoader {

    private static final List<String> OWN =
            List.of("org.whispersystems.", "com.google.protobuf.", "dev.switchboard.wire.signal.Oracle");
    private static final OracleLoader INSTANCE = new OracleLoader();

    private OracleLoader() {
        super(urls(), OracleLoader.class.getClassLoader());
    }

    /// A new device by the oracle.
    static SignalDevice device() {
        return create("dev.switchboard.wire.signal.OracleDevice", SignalDevice.class);
    }

    /// A new member of a group by the oracle.
    static GroupMember member() {
        return create("dev.switchboard.wire.signal.OracleMember", GroupMember.class);
    }

    private static <T> T create(String name, Class<T> type) {
        try {
            return type.cast(INSTANCE.loadClass(name).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("oracle", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (OWN.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    private static URL[] urls() {
        try {
            List<URL> urls = new ArrayList<>();
            urls.add(jarOf("org/whispersystems/libsignal/SessionCipher.class", "signal-protocol"));
            urls.add(jarOf("org/whispersystems/curve25519/Curve25519.class", "curve25519"));
            urls.add(jarOf("com/google/protobuf/GeneratedMessageLite.class", "javalite"));
            urls.add(OracleLoader.class.getProtectionDomain().getCodeSource().getLocation());
            return urls.toArray(URL[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL jarOf(String resource, String name) throws IOException {
        for (URL url : Collections.list(OracleLoader.class.getClassLoader().getResources(resource))) {
            if (url.toString().contains(name) && url.openConnection() instanceof JarURLConnection jar) {
                return URI.create(jar.getJarFileURL().toString()).toURL();
            }
        }
        throw new IllegalStateException("not on the class path: " + name);
    }
}

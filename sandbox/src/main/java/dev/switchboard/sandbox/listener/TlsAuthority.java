// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.listener;

import dev.switchboard.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The sandbox's own certificate authority: made once, kept, and trusted by whoever is told to.
///
/// Keys are on P-256, as every TLS client takes those.
public final class TlsAuthority {

    private static final String CERTIFICATE_FILE = "ca.pem";
    private static final String KEY_FILE = "ca-key.pem";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final Duration BEFORE = Duration.ofDays(1);
    private static final Duration CA_LIFE = Duration.ofDays(20 * 365);
    private static final Duration LEAF_LIFE = Duration.ofDays(800);
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";

    private final X509Certificate certificate;
    private final PrivateKey key;

    private TlsAuthority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /// A server's certificate, its key, and the chain to the root.
    public record Credentials(PrivateKey key, List<X509Certificate> chain) {}

    /// A new authority.
    public static TlsAuthority create(Instant now) {
        KeyPair pair = newKey();
        byte[] name = name("Switchboard sandbox CA");
        byte[] extensions = Der.sequence(
                extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
                extension("2.5.29.15", true, Der.bitString(1, new byte[] {0x06})));
        X509Certificate certificate = sign(
                new Subject(Bytes.of(name), pair.getPublic(), Bytes.of(extensions), now.plus(CA_LIFE)),
                name,
                pair.getPrivate(),
                now);
        return new TlsAuthority(certificate, pair.getPrivate());
    }

    /// The authority kept in a folder, made on first use.
    public static TlsAuthority in(Path folder, Instant now) {
        Path certificateFile = folder.resolve(CERTIFICATE_FILE);
        Path keyFile = folder.resolve(KEY_FILE);
        try {
            if (Files.exists(certificateFile) && Files.exists(keyFile)) {
                return read(certificateFile, keyFile);
            }
            TlsAuthority authority = create(now);
            Files.createDirectories(folder);
            Files.deleteIfExists(keyFile);
            Files.createFile(
                    keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(keyFile, pem(PRIVATE_KEY, authority.key.getEncoded()));
            Files.writeString(certificateFile, authority.pem());
            return authority;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the sandbox's certificate authority cannot be read or written", e);
        }
    }

    private static TlsAuthority read(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
        byte[] keyBytes = unpem(PRIVATE_KEY, Files.readString(keyFile));
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(keyBytes));
        return new TlsAuthority(parse(unpem(CERTIFICATE, Files.readString(certificateFile))), key);
    }

    /// The root certificate as PEM.
    public String pem() {
        try {
            return pem(CERTIFICATE, certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate without encoding", e);
        }
    }

    /// Issues a server certificate for these names and addresses.
    ///
    /// @param addresses IPv4 or IPv6 addresses as bytes
    public Credentials issue(List<String> names, List<byte[]> addresses, Instant now) {
        KeyPair pair = newKey();
        List<byte[]> alternatives = new ArrayList<>();
        names.forEach(name -> alternatives.add(Der.tagged(0x82, name.getBytes(StandardCharsets.US_ASCII))));
        addresses.forEach(address -> alternatives.add(Der.tagged(0x87, address)));
        byte[] extensions = Der.sequence(
                extension("2.5.29.19", true, Der.sequence()),
                extension("2.5.29.15", true, Der.bitString(7, new byte[] {(byte) 0x80})),
                extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))),
                extension("2.5.29.17", false, Der.sequence(alternatives.toArray(byte[][]::new))));
        byte[] subject = name("Switchboard sandbox");
        X509Certificate leaf = sign(
                new Subject(Bytes.of(subject), pair.getPublic(), Bytes.of(extensions), now.plus(LEAF_LIFE)),
                certificate.getSubjectX500Principal().getEncoded(),
                key,
                now);
        return new Credentials(pair.getPrivate(), List.of(leaf, certificate));
    }

    private record Subject(Bytes name, PublicKey key, Bytes extensions, Instant until) {}

    private static X509Certificate sign(Subject subject, byte[] issuer, PrivateKey issuerKey, Instant now) {
        byte[] algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
        byte[] content = Der.sequence(
                Der.tagged(0xA0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(1, serial(subject.key))),
                algorithm,
                issuer,
                Der.sequence(Der.time(now.minus(BEFORE)), Der.time(subject.until)),
                subject.name.toByteArray(),
                subject.key.getEncoded(),
                Der.tagged(0xA3, subject.extensions.toByteArray()));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuerKey);
            signature.update(content);
            return parse(Der.sequence(content, algorithm, Der.bitString(0, signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs with ECDSA", e);
        }
    }

    /// A number that is different for every key: part of the key itself.
    private static byte[] serial(PublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] serial = new byte[16];
        System.arraycopy(encoded, encoded.length - serial.length, serial, 0, serial.length);
        serial[0] = (byte) ((serial[0] & 0x7F) | 0x40);
        return serial;
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(commonName))));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    private static X509Certificate parse(byte[] encoded) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static String pem(String kind, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    private static byte[] unpem(String kind, String text) {
        String body = text.replace("-----BEGIN " + kind + "-----", "").replace("-----END " + kind + "-----", "");
        return Base64.getMimeDecoder().decode(body);
    }
}

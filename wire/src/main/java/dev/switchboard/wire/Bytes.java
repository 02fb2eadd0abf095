// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/// An immutable byte string, equal to another by content.
///
/// Arrays are copied on the way in and on the way out, so a value never changes. The text form shows
/// the size only, since the content may be a key or a message.
public final class Bytes implements Comparable<Bytes> {

    /// The byte string of length zero.
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /// A copy of the given bytes.
    public static Bytes of(byte... bytes) {
        return copyOf(bytes);
    }

    /// A copy of the whole array.
    public static Bytes copyOf(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array.clone());
    }

    /// A copy of `array[from..to)`.
    public static Bytes copyOf(byte[] array, int from, int to) {
        Objects.checkFromToIndex(from, to, array.length);
        return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(array, from, to));
    }

    /// The bytes of a hexadecimal text in either letter case.
    ///
    /// @throws IllegalArgumentException if the text is not hexadecimal
    public static Bytes fromHex(String hex) {
        return hex.isEmpty() ? EMPTY : new Bytes(HexFormat.of().parseHex(hex));
    }

    /// The bytes of a standard Base64 text, padded or not.
    ///
    /// @throws IllegalArgumentException if the text is not Base64
    public static Bytes fromBase64(String base64) {
        return base64.isEmpty() ? EMPTY : new Bytes(Base64.getDecoder().decode(base64));
    }

    /// The bytes of a URL-safe Base64 text, padded or not.
    ///
    /// @throws IllegalArgumentException if the text is not URL-safe Base64
    public static Bytes fromBase64Url(String base64) {
        return base64.isEmpty() ? EMPTY : new Bytes(Base64.getUrlDecoder().decode(base64));
    }

    /// The UTF-8 form of a text.
    public static Bytes utf8(String text) {
        return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// All parts joined in order.
    public static Bytes concat(Bytes... parts) {
        int size = 0;
        for (Bytes part : parts) {
            size = Math.addExact(size, part.size());
        }
        if (size == 0) {
            return EMPTY;
        }
        byte[] joined = new byte[size];
        int at = 0;
        for (Bytes part : parts) {
            at = part.copyTo(joined, at);
        }
        return new Bytes(joined);
    }

    /// The number of bytes.
    public int size() {
        return array.length;
    }

    /// Whether there are no bytes.
    public boolean isEmpty() {
        return array.length == 0;
    }

    /// The byte at an index.
    public byte at(int index) {
        return array[index];
    }

    /// The bytes from `from` (included) to `to` (excluded).
    public Bytes slice(int from, int to) {
        return from == 0 && to == array.length ? this : copyOf(array, from, to);
    }

    /// A fresh array that the caller owns.
    public byte[] toByteArray() {
        return array.clone();
    }

    /// Copies all bytes into `target` from index `at` on.
    ///
    /// @return the index after the last byte written
    public int copyTo(byte[] target, int at) {
        System.arraycopy(array, 0, target, at, array.length);
        return at + array.length;
    }

    /// A read-only view, without a copy.
    public ByteBuffer asReadOnlyBuffer() {
        return ByteBuffer.wrap(array).asReadOnlyBuffer();
    }

    /// Whether these bytes begin with all of the other's.
    public boolean startsWith(Bytes prefix) {
        return array.length >= prefix.array.length
                && Arrays.equals(array, 0, prefix.array.length, prefix.array, 0, prefix.array.length);
    }

    /// Lower-case hexadecimal text.
    public String hex() {
        return HexFormat.of().formatHex(array);
    }

    /// Padded standard Base64.
    public String base64() {
        return Base64.getEncoder().encodeToString(array);
    }

    /// URL-safe Base64 without padding.
    public String base64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(array);
    }

    /// The text these bytes spell in UTF-8; invalid sequences become the replacement character.
    public String asUtf8() {
        return new String(array, StandardCharsets.UTF_8);
    }

    /// Equality whose duration depends on the lengths only: for keys, MACs and other secrets.
    public boolean constantTimeEquals(Bytes other) {
        return MessageDigest.isEqual(array, other.array);
    }

    /// As [#constantTimeEquals(Bytes)], against a plain array.
    public boolean constantTimeEquals(byte[] other) {
        return MessageDigest.isEqual(array, other);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Bytes that && Arrays.equals(array, that.array));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /// Unsigned, byte by byte; a prefix comes first.
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public String toString() {
        return "Bytes[" + array.length + "]";
    }
}

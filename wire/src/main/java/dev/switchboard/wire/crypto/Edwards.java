// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import org.jspecify.annotations.Nullable;

/// A point of edwards25519, -x^2 + y^2 = 1 + d x^2 y^2, in extended coordinates X, Y, Z, T = XY / Z. Mutable.
///
/// The addition formulas are the complete ones, so no case needs an exception.
final class Edwards {

    private static final long[] D = constantD();
    private static final long[] TWO_D = reducedDouble(D);
    private static final long[] ROOT_OF_MINUS_ONE = rootOfMinusOne();

    private final long[] x = Field.zero();
    private final long[] y = Field.of(1);
    private final long[] z = Field.of(1);
    private final long[] t = Field.zero();

    private final long[] a = Field.zero();
    private final long[] b = Field.zero();
    private final long[] c = Field.zero();
    private final long[] d = Field.zero();

    /// A point made ready for being added: Y + X, Y - X, 2dT and 2Z.
    static final class Cached {
        final long[] plus = Field.of(1);
        final long[] minus = Field.of(1);
        final long[] dt = Field.zero();
        final long[] z2 = Field.of(2);
        private final long[] negated = Field.zero();

        /// Becomes the negated point where bit is 1.
        void negateIf(int bit) {
            Field.swapIf(bit, plus, minus);
            Field.negate(negated, dt);
            Field.swapIf(bit, dt, negated);
        }
    }

    /// The neutral element.
    Edwards() {}

    /// The base point: y = 4/5, x even.
    static Edwards base() {
        long[] y = Field.zero();
        Field.invert(y, Field.of(5));
        Field.mul(y, y, Field.of(4));
        Edwards base = fromY(y, 0);
        if (base == null) {
            throw new IllegalStateException("edwards25519 arithmetic is broken");
        }
        return base;
    }

    /// The point with the given reduced y and sign of x, or null if there is none. Takes time by value: for public
    /// input only.
    static @Nullable Edwards fromY(long[] y, int sign) {
        long[] one = Field.of(1);
        long[] u = Field.zero();
        long[] v = Field.zero();
        Field.square(u, y);
        Field.mul(v, u, D);
        Field.add(v, v, one);
        Field.sub(u, u, one);
        Field.mulSmall(u, u, 1);
        long[] root = root(u, v);
        if (root == null || (Field.isZero(root) && sign == 1)) {
            return null;
        }
        if (Field.sign(root) != sign) {
            Field.negate(root, root);
        }
        Edwards point = new Edwards();
        Field.mulSmall(point.x, root, 1);
        Field.copy(point.y, y);
        Field.mul(point.t, point.x, point.y);
        return point;
    }

    /// A square root of u / v, or null if there is none: u v^3 (u v^7)^((p - 5) / 8), perhaps times the root of -1.
    private static long @Nullable [] root(long[] u, long[] v) {
        long[] uv3 = Field.zero();
        Field.square(uv3, v);
        Field.mul(uv3, uv3, v);
        long[] r = Field.zero();
        Field.square(r, uv3);
        Field.mul(r, r, v);
        Field.mul(r, r, u);
        Field.rootPower(r, r);
        Field.mul(uv3, uv3, u);
        Field.mul(r, r, uv3);
        long[] check = Field.zero();
        Field.square(check, r);
        Field.mul(check, check, v);
        long[] test = Field.zero();
        Field.sub(test, check, u);
        if (Field.isZero(test)) {
            return r;
        }
        Field.add(test, check, u);
        if (!Field.isZero(test)) {
            return null;
        }
        Field.mul(r, r, ROOT_OF_MINUS_ONE);
        return r;
    }

    /// Doubles this point.
    void twice() {
        Field.square(a, x);
        Field.square(b, y);
        Field.square(c, z);
        Field.add(c, c, c);
        Field.add(d, x, y);
        Field.square(d, d);
        Field.add(t, a, b);
        Field.sub(d, t, d); // -2XY
        Field.sub(a, a, b); // A - B
        Field.add(c, c, a); // 2Z^2 + A - B
        Field.mul(x, d, c);
        Field.mul(z, c, a);
        Field.mul(y, a, t);
        Field.mul(t, d, t);
    }

    /// Adds another point to this one.
    void add(Cached other) {
        Field.mul(d, z, other.z2);
        addWithZ(other);
    }

    /// Adds another point whose Z is one.
    void addAffine(Cached other) {
        Field.add(d, z, z);
        Field.mulSmall(d, d, 1);
        addWithZ(other);
    }

    private void addWithZ(Cached other) {
        Field.sub(a, y, x);
        Field.mul(a, a, other.minus);
        Field.add(b, y, x);
        Field.mul(b, b, other.plus);
        Field.mul(c, t, other.dt);
        Field.sub(t, b, a); // E
        Field.add(b, b, a); // H
        Field.sub(a, d, c); // F
        Field.add(c, d, c); // G
        Field.mul(x, t, a);
        Field.mul(y, c, b);
        Field.mul(z, a, c);
        Field.mul(t, t, b);
    }

    /// This point in the form for being added.
    Cached cached() {
        Cached cached = new Cached();
        Field.add(cached.plus, y, x);
        Field.sub(cached.minus, y, x);
        Field.mul(cached.dt, t, TWO_D);
        Field.add(cached.z2, z, z);
        return cached;
    }

    /// The affine form for being added, given 1 / Z: Y + X, Y - X and 2dXY, all reduced.
    void cacheAffine(Cached cached, long[] inverseZ) {
        Field.mul(a, x, inverseZ);
        Field.mul(b, y, inverseZ);
        Field.add(cached.plus, b, a);
        Field.mulSmall(cached.plus, cached.plus, 1);
        Field.sub(cached.minus, b, a);
        Field.mulSmall(cached.minus, cached.minus, 1);
        Field.mul(cached.dt, a, b);
        Field.mul(cached.dt, cached.dt, TWO_D);
    }

    long[] z() {
        return z;
    }

    Edwards copy() {
        Edwards copy = new Edwards();
        Field.copy(copy.x, x);
        Field.copy(copy.y, y);
        Field.copy(copy.z, z);
        Field.copy(copy.t, t);
        return copy;
    }

    /// The RFC 8032 encoding: y, with the sign of x in the top bit.
    byte[] encode() {
        Field.invert(a, z);
        Field.mul(b, y, a);
        Field.mul(a, x, a);
        byte[] bytes = Field.encode(b);
        bytes[31] |= (byte) (Field.sign(a) << 7);
        return bytes;
    }

    /// The u-coordinate of the same point on curve25519: (Z + Y) / (Z - Y).
    byte[] montgomeryU() {
        Field.sub(a, z, y);
        Field.invert(a, a);
        Field.add(b, z, y);
        Field.mul(b, b, a);
        return Field.encode(b);
    }

    private static long[] constantD() {
        long[] d = Field.zero();
        Field.invert(d, Field.of(121666));
        Field.mulSmall(d, d, 121665);
        Field.negate(d, d);
        Field.mulSmall(d, d, 1);
        return d;
    }

    private static long[] reducedDouble(long[] a) {
        long[] r = Field.zero();
        Field.mulSmall(r, a, 2);
        return r;
    }

    /// 2^((p - 1) / 4), from 2^((p - 5) / 8).
    private static long[] rootOfMinusOne() {
        long[] two = Field.of(2);
        long[] r = Field.zero();
        Field.rootPower(r, two);
        Field.square(r, r);
        Field.mul(r, r, two);
        return r;
    }
}

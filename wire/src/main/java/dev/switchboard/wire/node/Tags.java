// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

/// The bytes that open a value or list in the binary XML. Bytes below [#DICTIONARY_0] are single-byte
/// tokens, except [#LIST_EMPTY].
final class Tags {

    static final int LIST_EMPTY = 0;
    static final int DICTIONARY_0 = 236;
    static final int DICTIONARY_3 = 239;
    static final int INTEROP_JID = 245;
    static final int FB_JID = 246;
    static final int AD_JID = 247;
    static final int LIST_8 = 248;
    static final int LIST_16 = 249;
    static final int JID_PAIR = 250;
    static final int HEX_8 = 251;
    static final int BINARY_8 = 252;
    static final int BINARY_20 = 253;
    static final int BINARY_32 = 254;
    static final int NIBBLE_8 = 255;

    /// Bit of the flag byte in front of a node: the rest is one zlib stream.
    static final int FLAG_ZLIB = 2;

    private Tags() {}
}

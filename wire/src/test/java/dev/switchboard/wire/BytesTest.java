// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BytesTest {

    private static final Bytes ABC = Bytes.utf8("abc");

    @Test
    void doesNotChangeWithTheArrayItCameFrom() {
        byte[] array = {1, 2, 3};
        Bytes bytes = Bytes.of(array);
        array[0] = 9;
        assertThat(bytes.at(0)).isEqualTo((byte) 1);
        bytes.toByteArray()[0] = 9;
        assertThat(bytes).isEqualTo(Bytes.of((byte) 1, (byte) 2, (byte) 3));
    }

    @Test
    void bufferViewCannotBeWritten() {
        assertThat(ABC.asReadOnlyBuffer().isReadOnly()).isTrue();
        assertThat(ABC.asReadOnlyBuffer().remaining()).isEqualTo(3);
    }

    @Test
    void equalsByContent() {
        assertThat(ABC)
                .isEqualTo(Bytes.fromHex("616263"))
                .hasSameHashCodeAs(Bytes.fromHex("616263"))
                .isNotEqualTo(Bytes.utf8("abd"))
                .isNotEqualTo("abc");
        assertThat(ABC.constantTimeEquals(Bytes.utf8("abc"))).isTrue();
        assertThat(ABC.constantTimeEquals(Bytes.utf8("ab"))).isFalse();
        assertThat(ABC.constantTimeEquals(new byte[] {'a', 'b', 'c'})).isTrue();
    }

    @Test
    void comparesUnsignedAndPrefixFirst() {
        assertThat(Bytes.fromHex("7f")).isLessThan(Bytes.fromHex("80"));
        assertThat(Bytes.fromHex("7f")).isLessThan(Bytes.fromHex("7f00"));
        assertThat(Bytes.EMPTY).isLessThan(ABC);
    }

    @Test
    void slicesAndJoins() {
        assertThat(ABC.slice(1, 2)).isEqualTo(Bytes.utf8("b"));
        assertThat(ABC.slice(0, 3)).isSameAs(ABC);
        assertThat(ABC.slice(2, 2)).isSameAs(Bytes.EMPTY);
        assertThat(Bytes.concat(ABC, Bytes.EMPTY, ABC).asUtf8()).isEqualTo("abcabc");
        assertThat(Bytes.concat()).isSameAs(Bytes.EMPTY);
        assertThat(ABC.startsWith(Bytes.utf8("ab"))).isTrue();
        assertThat(ABC.startsWith(Bytes.utf8("abcd"))).isFalse();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ABC.slice(2, 4));
    }

    @Test
    void speaksHexAndBase64() {
        Bytes bytes = Bytes.fromHex("FBff00");
        assertThat(bytes.hex()).isEqualTo("fbff00");
        assertThat(bytes.base64()).isEqualTo("+/8A");
        assertThat(bytes.base64Url()).isEqualTo("-_8A");
        assertThat(Bytes.fromBase64("+/8A")).isEqualTo(bytes);
        assertThat(Bytes.fromBase64Url("-_8A")).isEqualTo(bytes);
        assertThat(Bytes.utf8("a").base64()).isEqualTo("YQ==");
        assertThat(Bytes.utf8("a").base64Url()).isEqualTo("YQ");
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.fromHex("xy"));
    }

    @Test
    void printsItsSizeOnly() {
        assertThat(ABC).hasToString("Bytes[3]");
    }

    @Test
    void copiesIntoAnArray() {
        byte[] target = new byte[5];
        assertThat(ABC.copyTo(target, 1)).isEqualTo(4);
        assertThat(target).containsExactly(0, 'a', 'b', 'c', 0);
    }
}

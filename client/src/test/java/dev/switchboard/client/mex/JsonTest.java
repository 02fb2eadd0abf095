// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.mex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.wire.MalformedMessage;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void readsWhatItPrints() {
        String text = "{\"a\":[1,-2.5e3,true,null,\"\\\"\\\\\\n\\u0001 \u263a\"],\"b\":{},\"c\":[]}";
        assertThat(Json.parse(text).print()).isEqualTo(text);
        assertThat(Json.parse(" { \"a\" : [ 1 , 2 ] } ").print()).isEqualTo("{\"a\":[1,2]}");
    }

    @Test
    void findsMembers() {
        Json json = Json.parse("{\"a\":{\"b\":\"12\",\"c\":7,\"d\":null,\"e\":99999999999999999999}}");
        assertThat(json.path("a", "b")).contains(Json.of("12"));
        Json inner = json.at("a").orElseThrow();
        assertThat(inner.number("b")).isEqualTo(OptionalLong.of(12));
        assertThat(inner.number("c")).isEqualTo(OptionalLong.of(7));
        assertThat(inner.at("d")).isEmpty();
        assertThat(inner.number("e")).isEmpty();
        assertThat(inner.path("b", "x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "\"x",
                "\"\\u12\"",
                "tru",
                "01x",
                "1 2",
                "[1 2]",
                "\"\\q\""
            })
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(MalformedMessage.class);
    }
}

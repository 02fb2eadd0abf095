// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.switchboard.wire.Bytes;
import java.util.Collection;
import java.util.Map;

/// Writes protobuf messages as JSON, for people to look at: the fields that are there, bytes as Base64.
final class ProtoJson {

    private ProtoJson() {}

    static ObjectNode of(Message message) {
        ObjectNode json = Json.object();
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            json.set(field.getKey().getName(), value(field.getValue()));
        }
        return json;
    }

    private static JsonNode value(Object value) {
        return switch (value) {
            case Message message -> of(message);
            case Collection<?> values -> {
                ArrayNode array = Json.array();
                values.forEach(element -> array.add(value(element)));
                yield array;
            }
            case ByteString bytes -> text(Bytes.copyOf(bytes.toByteArray()).base64());
            case EnumValueDescriptor constant -> text(constant.getName());
            case Boolean flag -> Json.array().add(flag).get(0);
            case Integer number -> Json.array().add(number).get(0);
            case Long number -> Json.array().add(number).get(0);
            case Double number -> Json.array().add(number).get(0);
            case Float number -> Json.array().add(number).get(0);
            default -> text(value.toString());
        };
    }

    private static JsonNode text(String text) {
        return Json.array().add(text).get(0);
    }
}

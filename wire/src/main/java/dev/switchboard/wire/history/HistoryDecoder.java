// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.history;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.PhoneNumberToLIDMapping;
import dev.switchboard.wire.proto.Pushname;
import dev.switchboard.wire.proto.WebMessageInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/// Reads history blobs: a zlib stream that holds a [HistorySync].
public final class HistoryDecoder {

    private static final int MAX_DEPTH = 64;

    private HistoryDecoder() {}

    /// How much a blob may hold.
    ///
    /// @param maxInflated bytes after inflating, all in all
    /// @param maxPart bytes of one part, such as a chat with its messages; of all rests together, too
    public record Limits(int maxInflated, int maxPart) {

        /// For blobs that come inside a message.
        public static final Limits INLINE = new Limits(16 << 20, 4 << 20);

        /// For blobs fetched from the media store.
        public static final Limits FILE = new Limits(1 << 30, 16 << 20);
    }

    /// Reads a blob part by part; only one part is in memory at a time.
    ///
    /// @throws MalformedMessage if the blob is not sound or exceeds a limit; parts seen before stay valid
    public static void read(Bytes compressed, Limits limits, Consumer<? super HistoryPart> parts) {
        try {
            read(new ByteArrayInputStream(compressed.toByteArray()), limits, parts);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }

    /// Reads a blob part by part; only one part is in memory at a time. The stream is not closed.
    ///
    /// @throws MalformedMessage if the blob is not sound or exceeds a limit; parts seen before stay valid
    /// @throws IOException if the stream itself fails
    public static void read(InputStream compressed, Limits limits, Consumer<? super HistoryPart> parts)
            throws IOException {
        try (Inflater inflater = new Inflater()) {
            CodedInputStream input =
                    CodedInputStream.newInstance(new Capped(new InflaterInputStream(compressed, inflater), limits));
            input.setSizeLimit(Integer.MAX_VALUE);
            input.setRecursionLimit(MAX_DEPTH);
            readFields(input, limits, parts);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessage("history: no protobuf (expected: HistorySync)", e);
        } catch (ZipException | EOFException e) {
            throw new MalformedMessage("history: no sound zlib stream (expected: one)", e);
        }
    }

    private static void readFields(CodedInputStream input, Limits limits, Consumer<? super HistoryPart> parts)
            throws IOException {
        HistorySync.Builder rest = HistorySync.newBuilder();
        long restBytes = 0;
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            int number = delimited ? WireFormat.getTagFieldNumber(tag) : 0;
            switch (number) {
                case HistorySync.CONVERSATIONS_FIELD_NUMBER ->
                    parts.accept(new HistoryPart.Chat(part(input, Conversation.parser(), limits)));
                case HistorySync.STATUSV3MESSAGES_FIELD_NUMBER ->
                    parts.accept(new HistoryPart.Status(part(input, WebMessageInfo.parser(), limits)));
                case HistorySync.PUSHNAMES_FIELD_NUMBER ->
                    parts.accept(new HistoryPart.Name(part(input, Pushname.parser(), limits)));
                case HistorySync.PHONENUMBERTOLIDMAPPINGS_FIELD_NUMBER ->
                    parts.accept(new HistoryPart.LidMapping(part(input, PhoneNumberToLIDMapping.parser(), limits)));
                default -> restBytes = mergeRest(input, tag, rest, restBytes, limits);
            }
        }
        parts.accept(new HistoryPart.Rest(rest.build()));
    }

    private static <T> T part(CodedInputStream input, Parser<T> parser, Limits limits) throws IOException {
        int length = input.readRawVarint32();
        checkPart(length, limits);
        int outer = input.pushLimit(length);
        T part = parser.parsePartialFrom(input, ExtensionRegistryLite.getEmptyRegistry());
        input.checkLastTagWas(0);
        input.popLimit(outer);
        return part;
    }

    private static long mergeRest(CodedInputStream input, int tag, HistorySync.Builder rest, long soFar, Limits limits)
            throws IOException {
        byte[] field = copyField(input, tag, limits);
        long total = soFar + field.length;
        checkPart(total, limits);
        rest.mergeFrom(field);
        return total;
    }

    private static void checkPart(long length, Limits limits) {
        if (length < 0 || length > limits.maxPart()) {
            throw new MalformedMessage(
                    "history part: " + length + " bytes (expected: at most " + limits.maxPart() + ")");
        }
    }

    /// One field, tag included.
    private static byte[] copyField(CodedInputStream input, int tag, Limits limits) throws IOException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        CodedOutputStream output = CodedOutputStream.newInstance(copy);
        output.writeUInt32NoTag(tag);
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> output.writeUInt64NoTag(input.readRawVarint64());
            case WireFormat.WIRETYPE_FIXED64 -> output.writeFixed64NoTag(input.readRawLittleEndian64());
            case WireFormat.WIRETYPE_FIXED32 -> output.writeFixed32NoTag(input.readRawLittleEndian32());
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                int length = input.readRawVarint32();
                checkPart(length, limits);
                output.writeByteArrayNoTag(input.readRawBytes(length));
            }
            default -> throw new MalformedMessage("history field: a group (expected: none)");
        }
        output.flush();
        return copy.toByteArray();
    }

    /// The whole of a small blob at once.
    ///
    /// @throws MalformedMessage if the blob is not sound or exceeds a limit
    public static HistorySync decode(Bytes compressed, Limits limits) {
        HistorySync.Builder history = HistorySync.newBuilder();
        read(compressed, limits, part -> {
            switch (part) {
                case HistoryPart.Chat(Conversation conversation) -> history.addConversations(conversation);
                case HistoryPart.Status(WebMessageInfo message) -> history.addStatusV3Messages(message);
                case HistoryPart.Name(Pushname pushname) -> history.addPushnames(pushname);
                case HistoryPart.LidMapping(PhoneNumberToLIDMapping mapping) ->
                    history.addPhoneNumberToLidMappings(mapping);
                case HistoryPart.Rest(HistorySync rest) -> history.mergeFrom(rest);
            }
        });
        return history.build();
    }

    /// The blob of a history, as a phone makes it.
    public static Bytes encode(HistorySync history) {
        byte[] plain = history.toByteArray();
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 2 + 64);
        byte[] buffer = new byte[8192];
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(plain);
            deflater.finish();
            while (!deflater.finished()) {
                compressed.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        return Bytes.copyOf(compressed.toByteArray());
    }

    /// Counts what was inflated, and refuses more than the limit.
    private static final class Capped extends InputStream {
        private final InputStream inflated;
        private final int max;
        private long count;

        Capped(InputStream inflated, Limits limits) {
            this.inflated = inflated;
            this.max = limits.maxInflated();
        }

        @Override
        public int read() throws IOException {
            int value = inflated.read();
            add(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = inflated.read(target, from, length);
            add(Math.max(read, 0));
            return read;
        }

        private void add(int more) {
            count += more;
            if (count > max) {
                throw new MalformedMessage("history: inflates too far (expected: at most " + max + " bytes)");
            }
        }
    }
}
